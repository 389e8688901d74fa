package io.lockstep.simulator.plant;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.InvokeInstruction;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * A change of one method of one class.
 *
 * @param className of the class
 * @param method name of the method; all of that name are changed
 * @param body makes the new body; null where {@code onCall} says how a call in it changes
 * @param call name of the method that is called there, where the change is
 * @param onCall writes code in place of the call, which it may write too
 */
record Edit(String className, String method, Consumer<CodeBuilder> body, String call, OnCall onCall) {
    /** Writes code in place of a call. */
    @FunctionalInterface
    interface OnCall {
        void write(CodeBuilder code, InvokeInstruction call);
    }

    /** A method with another body. */
    static Edit body(String className, String method, Consumer<CodeBuilder> body) {
        return new Edit(className, method, body, null, null);
    }

    /** A method in which each call of another is changed. */
    static Edit atCall(String className, String method, String call, OnCall onCall) {
        return new Edit(className, method, null, call, onCall);
    }

    /** Changes a class file. */
    byte[] apply(byte[] original, ClassLoader loader) {
        AtomicInteger changes = new AtomicInteger();
        ClassFile files = ClassFile.of(ClassFile.ClassHierarchyResolverOption.of(
                ClassHierarchyResolver.ofResourceParsing(loader).orElse(ClassHierarchyResolver.defaultResolver())));
        ClassModel model = files.parse(original);
        byte[] changed = files.transformClass(model, body != null ? newBody(changes) : newCalls(changes));
        if (changes.get() == 0) {
            throw new IllegalStateException("the plant finds no " + (call == null ? "" : "call of " + call + " in ")
                    + className + "." + method + ": the product has changed, so change the plant");
        }
        return changed;
    }

    private ClassTransform newBody(AtomicInteger changes) {
        return ClassTransform.transformingMethods(this::isTarget, (builder, element) -> {
            if (element instanceof CodeModel) {
                changes.incrementAndGet();
                builder.withCode(body);
            } else {
                builder.with(element);
            }
        });
    }

    private ClassTransform newCalls(AtomicInteger changes) {
        CodeTransform code = (builder, element) -> changeCall(builder, element, changes);
        return ClassTransform.transformingMethodBodies(this::isTarget, code);
    }

    private void changeCall(CodeBuilder builder, CodeElement element, AtomicInteger changes) {
        if (element instanceof InvokeInstruction invoke && invoke.name().equalsString(call)) {
            changes.incrementAndGet();
            onCall.write(builder, invoke);
        } else {
            builder.with(element);
        }
    }

    private boolean isTarget(MethodModel candidate) {
        return candidate.methodName().equalsString(method);
    }
}
