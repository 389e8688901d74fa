package io.lockstep.benchmarks.demo;
