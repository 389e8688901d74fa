package io.lockstep.nf;

/**
 * Handle to a piece of state with one home, a state owner; reached only by {@link PacketContext#access}.
 *
 * @param <S> the state's type, seen only by accesses
 */
public interface SharedVariable<S> {
    /** Name, unique within the network function instance. */
    String name();

    /** Index of the state owner that hosts it. */
    int owner();
}
