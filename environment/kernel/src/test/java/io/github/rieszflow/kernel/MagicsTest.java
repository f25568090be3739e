package io.github.rieszflow.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MagicsTest {
    @TempDir
    private Path temp;

    private Path jar(String name, String type) throws IOException {
        Path source = Files.writeString(
                temp.resolve(type + ".java"),
                "package p; public class " + type + " { public static int six() { return 6; } }");
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, "-d", temp.toString(), source.toString()))
                .isZero();
        Path jar = temp.resolve(name);
        try (var out = new JarOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new ZipEntry("p/" + type + ".class"));
            out.write(Files.readAllBytes(temp.resolve("p/" + type + ".class")));
        }
        return jar;
    }

    @Test
    void jarsAreThereForTheRestOfTheCell() throws Exception {
        jar("one.jar", "One");
        jar("two.jar", "Two");
        try (var session = new Session()) {
            String cell = "int a = 1;\n  %jars " + temp + "/*.jar\np.One.six() + p.Two.six() + a";
            assertThat(session.evaluate(cell, 1)).isEqualTo(13);
            assertThat(session.evaluate("int percent = 7\n  % 4;\npercent", 2)).isEqualTo(3);
            assertThat(session.evaluate("String text = \"\"\"\n%d of\n%load x\n\"\"\";\ntext.length()", 2))
                    .isEqualTo(14);
            assertThatThrownBy(() -> session.evaluate("%jars " + temp + "/none*.jar", 3))
                    .hasMessageStartingWith("%jars: no jar is called " + temp + "/none*.jar");
            assertThatThrownBy(() -> session.evaluate("%jars /no/such/folder/*.jar", 3))
                    .hasMessageStartingWith("%jars: no jar is called /no/such/folder/*.jar");
        }
    }

    /** From the local repository, where the build of this project put it. */
    @Test
    void artifactsComeWithWhatTheyNeed() {
        List<Path> jars = new Resolver().apply(List.of("org.ejml:ejml-ddense:0.46.1"));
        assertThat(jars)
                .extracting(jar -> jar.getFileName().toString())
                .contains("ejml-ddense-0.46.1.jar", "ejml-core-0.46.1.jar");
    }

    @Test
    void whatCannotBeFetchedSaysSo() throws IOException {
        Path settings = temp.resolve(".m2/settings.xml");
        Files.createDirectories(settings.getParent());
        Files.writeString(
                settings,
                "<settings><localRepository>" + temp.resolve("empty") + "</localRepository>"
                        + "<mirrors><mirror><id>m</id><mirrorOf>*</mirrorOf><url>http://127.0.0.1:1/</url></mirror></mirrors>"
                        + "</settings>");
        String home = System.getProperty("user.home");
        System.setProperty("user.home", temp.toString());
        try (var session = new Session()) {
            assertThatThrownBy(() -> session.evaluate("%maven org.ejml:ejml-ddense:0.46.1", 1))
                    .hasMessageStartingWith("%maven: org.ejml:ejml-ddense:0.46.1 or what it needs is not in the local"
                            + " repository, and cannot be fetched: java.net.ConnectException");
        } finally {
            System.setProperty("user.home", home);
        }
    }

    @Test
    void otherMagicsGetALineThatNamesTheTwo() {
        try (var session = new Session()) {
            for (String magic : List.of("%load x", "%%bash\nls", "int c;\n%maven", "%mavenRepo a b")) {
                assertThatThrownBy(() -> session.evaluate(magic, 1))
                        .hasMessageContaining("%maven group:artifact:version and %jars path-or-glob")
                        .satisfies(e -> assertThat(((CellError) e).lines()).hasSize(1));
            }
            assertThatThrownBy(() -> session.evaluate("%maven guava", 1))
                    .hasMessageContaining("expected group:artifact:version")
                    .hasMessageEndingWith("got guava");
        }
    }

    @Test
    void afterAPercentSignTheMagicsAreOffered() throws IOException {
        Files.createDirectories(temp.resolve("libs/deep"));
        Files.createFile(temp.resolve("libs/one.jar"));
        Files.createFile(temp.resolve("libs/two.txt"));
        try (var session = new Session()) {
            var assistance = new Assistance(session.analysis());
            assertThat(assistance.complete("%", 1)).isEqualTo(new Assistance.Choice(List.of("%jars ", "%maven "), 0));
            assertThat(assistance.complete("%m", 2).names()).containsExactly("%maven ");
            assertThat(assistance.complete("int x = 1;\n  %ja", 16))
                    .isEqualTo(new Assistance.Choice(List.of("%jars "), 13));
            assertThat(assistance.complete("%\nint x;", 1).names()).contains("%maven ");
            assertThat(assistance.complete("%q", 2).names()).isEmpty();
            // In the middle of something it is the remainder.
            assertThat(assistance.complete("int y = (7\n  %", 14).names()).doesNotContain("%maven ");
            String jars = "%jars " + temp + "/libs/";
            assertThat(assistance.complete(jars, jars.length()))
                    .isEqualTo(new Assistance.Choice(
                            List.of(temp + "/libs/deep/", temp + "/libs/one.jar"), "%jars ".length()));
            assertThat(assistance.complete("%jars /no/such/", 15).names()).isEmpty();
            assertThat(assistance.document("%maven a:b:1", 3)).startsWith("%maven group:artifact:version");
            assertThat(assistance.document("int z;\n%jars x.jar", 12)).startsWith("%jars path-or-glob");
        }
    }

    @Test
    void assistanceLooksPastThem() {
        String cell = "%jars x.jar\nMath.flo";
        try (var session = new Session()) {
            var assistance = new Assistance(session.analysis());
            assertThat(assistance.complete(cell, cell.length()).names()).contains("floor(");
            assertThat(assistance.state("%maven a:b:1\nint x = 1;")).isEqualTo(Assistance.State.COMPLETE);
        }
    }
}
