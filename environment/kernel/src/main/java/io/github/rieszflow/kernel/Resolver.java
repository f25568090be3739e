package io.github.rieszflow.kernel;

import eu.maveniverse.maven.mima.context.Context;
import eu.maveniverse.maven.mima.context.ContextOverrides;
import eu.maveniverse.maven.mima.context.Runtimes;
import java.io.IOException;
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
        // Where Maven's libraries look for their parts.
        Thread.currentThread().setContextClassLoader(Resolver.class.getClassLoader());
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
            Throwable reason = e;
            while (reason.getCause() != null) {
                reason = reason.getCause();
            }
            // The messages around the innermost one repeat it.
            throw new IllegalStateException(
                    reason instanceof IOException
                            ? String.join(" ", coordinates) + " or what it needs is not in the local repository,"
                                    + " and cannot be fetched: " + reason
                            : String.valueOf(reason.getMessage()),
                    e);
        }
    }
}
