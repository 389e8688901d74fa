package io.lockstep.simulator.plant;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.function.LongFunction;

/** Loads product and simulator once more, with a bug in them; the JDK and libraries are the parent's. */
public final class PlantingLoader extends ClassLoader {
    private static final String OURS = "io.lockstep.";
    private static final String SIMULATION = "io.lockstep.simulator.Simulation";

    static {
        registerAsParallelCapable();
    }

    private final Plant plant;

    private PlantingLoader(Plant plant, ClassLoader parent) {
        super("planted-" + plant.name(), parent);
        this.plant = plant;
    }

    /** A simulation of a product with this bug: from a seed to what went wrong, or null. */
    @SuppressWarnings("unchecked")
    public static LongFunction<String> simulation(Plant plant) {
        PlantingLoader loader = new PlantingLoader(plant, PlantingLoader.class.getClassLoader());
        try {
            for (Edit edit : plant.edits()) {
                loader.loadClass(edit.className()); // fails now, not in the middle of a run
            }
            return (LongFunction<String>)
                    loader.loadClass(SIMULATION).getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot load the simulation with plant " + plant.name(), e);
        }
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(OURS)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded != null ? loaded : define(name);
        }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        try (InputStream file = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (file == null) {
                throw new ClassNotFoundException(name);
            }
            byte[] bytes = file.readAllBytes();
            for (Edit edit : plant.editsOf(name)) {
                bytes = edit.apply(bytes, getParent());
            }
            return defineClass(name, bytes, 0, bytes.length);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read class " + name, e);
        }
    }
}
