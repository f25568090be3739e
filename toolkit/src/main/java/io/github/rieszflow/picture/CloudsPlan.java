package io.github.rieszflow.picture;

import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.util.List;

/** Where panels of clouds stand: in rows and columns, with titles above, numbers at the outer sides and one legend below. */
record CloudsPlan(List<Clouds.Panel> panels, int across, double side, Square square, CloudsLook look)
        implements Drawing.Plan {
    private static final int GAP = 12;
    private static final int TITLE = 22;
    private static final int LEFT = 34;
    private static final int BOTTOM = 20;
    private static final int LEGEND = 20;
    /** Sides of panels below this show nothing. */
    static final int LEAST = 40;

    @Override
    public double type() {
        return CloudPen.TYPE;
    }

    @Override
    public Drawing drawing(Theme theme) {
        double fitted = theme.fitted() ? (theme.width() - LEFT) / across - GAP : side;
        Drawing.room("panels", fitted, LEAST);
        return drawing(panels, across, fitted, theme);
    }

    /** One panel alone, one image pixel to a unit, for an animation. */
    BufferedImage frame(int panel) {
        Drawing drawing = drawing(List.of(panels.get(panel)), 1, side, Theme.SCREEN);
        BufferedImage image = Style.paper(drawing.width(), drawing.height(), 1);
        Graphics2D g = Style.pen(image, 1);
        drawing.pen().accept(g);
        g.dispose();
        return image;
    }

    private Drawing drawing(List<Clouds.Panel> shown, int across, double side, Theme asked) {
        int rows = (shown.size() + across - 1) / across;
        boolean target = panels.stream().anyMatch(p -> p.target() != null);
        boolean exact = panels.stream().anyMatch(p -> !p.curves().isEmpty());
        boolean origins = panels.stream().anyMatch(p -> p.marks().origin() != null);
        Theme theme = look.theme(asked, origins);
        boolean legend = (target || exact || origins) && Text.available() && theme.legend();
        // Without titles there is still room for half a number.
        int title = theme.titles() ? TITLE : TITLE / 3;
        double width = LEFT + across * (side + GAP);
        double height = rows * (title + side) + BOTTOM + (legend ? LEGEND : 0);
        return new Drawing(width, height, theme, g -> {
            Font font = theme.font(12.5, true);
            CloudPen pen = new CloudPen(g, theme);
            for (int i = 0; i < shown.size(); i++) {
                Clouds.Panel panel = shown.get(i);
                double x = LEFT + i % across * (side + GAP);
                int row = i / across;
                double y = row * (title + side) + title;
                String text = Text.fit(theme.title(panel.title()), font, side + GAP - 2.0);
                Text.draw(g, text, x + side / 2.0, y - 7, 0.5, font, theme.ink());
                AffineTransform outside = g.getTransform();
                g.translate(x, y);
                boolean last = i + across >= shown.size();
                pen.panel(side, square, panel, i % across == 0, last);
                g.setTransform(outside);
            }
            if (legend) {
                pen.legend(LEFT, height - 8, origins, panels.get(0).points().onLine(), target, exact);
            }
        });
    }
}
