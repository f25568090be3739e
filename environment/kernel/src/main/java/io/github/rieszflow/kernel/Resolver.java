package io.github.rieszflow.kernel;

import eu.maveniverse.maven.mima.context.Context;
import eu.maveniverse.maven.mima.context.ContextOverrides;
import eu.maveniverse.maven.mima.context.Runtimes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.collection.CollectRequest;
import org.eclipse.aether.graph.Dependency;
import org.eclipse.aether.resolution.ArtifactResult;
import org.eclipse.aether.resolution.DependencyRequest;
import org.eclipse.aether.resolution.DependencyResolutionException;
import org.eclipse.aether.util.artifact.JavaScopes;
import org.eclipse.aether.util.filter.DependencyFilterUtils;

/**
 * Finds artifacts and all they need at run time as Maven does, by Maven's own resolver: in the local repository, else from
 * the repositories, mirrors and proxies of the user's settings, else from Maven Central.
 */
final class Resolver implements Function<List<String>, List<Path>> {
    @Override
    public List<Path> apply(List<String> coordinates) {
        var overrides = ContextOverrides.create().withUserSettings(true).build();
        try (Context context = Runtimes.INSTANCE.getRuntime().create(overrides)) {
            var request = new CollectRequest();
            request.setRepositories(context.remoteRepositories());
            for (String one : coordinates) {
                request.addDependency(new Dependency(new DefaultArtifact(one), JavaScopes.RUNTIME));
            }
            var filter = DependencyFilterUtils.classpathFilter(JavaScopes.RUNTIME);
            var result = context.repositorySystem()
                    .resolveDependencies(context.repositorySystemSession(), new DependencyRequest(request, filter));
            var jars = new ArrayList<Path>();
            for (ArtifactResult artifact : result.getArtifactResults()) {
                jars.add(artifact.getArtifact().getFile().toPath());
            }
            return jars;
        } catch (DependencyResolutionException e) {
            throw new IllegalStateException(reason(e), e);
        }
    }

    /** The innermost message: those around it repeat it. */
    private static String reason(Throwable failure) {
        Throwable now = failure;
        while (now.getCause() != null) {
            now = now.getCause();
        }
        return String.valueOf(failure.getMessage()) + (now == failure ? "" : " (" + now + ")");
    }
}
