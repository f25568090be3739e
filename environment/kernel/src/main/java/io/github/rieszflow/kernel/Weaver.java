package io.github.rieszflow.kernel;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.commons.LocalVariablesSorter;

/** Puts the calls of {@link Checkpoint} into the classes of cells. */
final class Weaver {
    private static final int API = Opcodes.ASM9;
    private static final String CHECKPOINT = Type.getInternalName(Checkpoint.class);

    private Weaver() {}

    /** The class with its calls; as it is if it is of a Java newer than the library for class files knows. */
    static byte[] weave(byte[] original) {
        ClassReader reader;
        try {
            reader = new ClassReader(original);
        } catch (IllegalArgumentException newer) {
            return original;
        }
        var writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        reader.accept(
                new ClassVisitor(API, writer) {
                    @Override
                    public MethodVisitor visitMethod(
                            int access,
                            String name,
                            String descriptor,
                            @Nullable String signature,
                            String @Nullable [] exceptions) {
                        return new Method(
                                access, descriptor, super.visitMethod(access, name, descriptor, signature, exceptions));
                    }
                },
                ClassReader.EXPAND_FRAMES);
        return writer.toByteArray();
    }

    private static final class Method extends LocalVariablesSorter {
        private final Set<Label> passed = new HashSet<>();
        private int entered;

        Method(int access, String descriptor, MethodVisitor next) {
            super(API, access, descriptor, next);
        }

        @Override
        public void visitCode() {
            super.visitCode();
            super.visitMethodInsn(Opcodes.INVOKESTATIC, CHECKPOINT, "enter", "()I", false);
            entered = newLocal(Type.INT_TYPE);
            mv.visitVarInsn(Opcodes.ISTORE, entered);
        }

        @Override
        public void visitLabel(Label label) {
            passed.add(label);
            super.visitLabel(label);
        }

        @Override
        public void visitJumpInsn(int opcode, Label label) {
            if (passed.contains(label)) {
                mv.visitVarInsn(Opcodes.ILOAD, entered);
                super.visitMethodInsn(Opcodes.INVOKESTATIC, CHECKPOINT, "pass", "(I)V", false);
            }
            super.visitJumpInsn(opcode, label);
        }
    }
}
