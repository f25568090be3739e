package io.github.rieszflow.picture;

import org.jspecify.annotations.Nullable;

/** What a chart is but its series. */
record ChartLook(
        String title,
        String x,
        String y,
        boolean logX,
        boolean logY,
        @Nullable Limits limitsX,
        @Nullable Limits limitsY,
        Chart.Legend legend,
        int width,
        int height,
        String alternative) {
    ChartLook labels(String x, String y) {
        return new ChartLook(title, x, y, logX, logY, limitsX, limitsY, legend, width, height, alternative);
    }

    ChartLook logarithmic(boolean logX, boolean logY) {
        return new ChartLook(title, x, y, logX, logY, limitsX, limitsY, legend, width, height, alternative);
    }

    ChartLook limits(@Nullable Limits limitsX, @Nullable Limits limitsY) {
        return new ChartLook(title, x, y, logX, logY, limitsX, limitsY, legend, width, height, alternative);
    }

    ChartLook legend(Chart.Legend legend) {
        return new ChartLook(title, x, y, logX, logY, limitsX, limitsY, legend, width, height, alternative);
    }

    ChartLook size(int width, int height) {
        return new ChartLook(title, x, y, logX, logY, limitsX, limitsY, legend, width, height, alternative);
    }

    ChartLook alternative(String alternative) {
        return new ChartLook(title, x, y, logX, logY, limitsX, limitsY, legend, width, height, alternative);
    }

    /** The ends of an axis. */
    record Limits(double low, double high) {
        double[] ends() {
            return new double[] {low, high};
        }
    }
}
