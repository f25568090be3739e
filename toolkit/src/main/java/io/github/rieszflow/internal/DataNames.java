package io.github.rieszflow.internal;

/** What data sets are called, by users and on disk. */
public final class DataNames {
    /** Handwritten digits. */
    public static final String MNIST = "mnist";
    /** Clothes. */
    public static final String FASHION_MNIST = "fashion-mnist";
    /** Small pictures of ten kinds of things. */
    public static final String CIFAR10 = "cifar10";
    /** Faces. */
    public static final String CELEBA = "celeba";
    /** Churches. */
    public static final String LSUN_CHURCH = "lsun-church";
    /** Digits that the toolkit draws itself. */
    public static final String DRAWN_DIGITS = "drawn-digits";

    private DataNames() {}
}
