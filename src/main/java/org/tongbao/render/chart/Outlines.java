package org.tongbao.render.chart;

import java.awt.Shape;
import java.awt.geom.Path2D;
import java.awt.geom.PathIterator;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The outlines of a city's parts from a GeoJSON file (RFC 7946): polygons whose property {@code name} is the part's.
 * Longitudes are shortened by the cosine of the latitude, which does for a city.
 *
 * @param shapes name to outline, north at the top
 * @param bounds what holds all of them
 */
record Outlines(Map<String, Path2D> shapes, Rectangle2D bounds) {

    /** Of a bureau that has none. */
    static final Outlines NONE = new Outlines(Map.of(), new Rectangle2D.Double());

    Outlines {
        shapes = new LinkedHashMap<>(shapes);
    }

    static Outlines read(Path file) throws IOException {
        var shapes = new LinkedHashMap<String, Path2D>();
        try (var in = Files.newInputStream(file)) {
            var features = JsonMapper.shared().readTree(in).path("features");
            double latitude = latitude(features);
            for (var feature : features) {
                var name = feature.path("properties").path("name").asString("");
                var shape = new Path2D.Double(Path2D.WIND_EVEN_ODD);
                var geometry = feature.path("geometry");
                var polygons = geometry.path("coordinates");
                if (geometry.path("type").asString("").equals("MultiPolygon")) {
                    polygons.forEach(polygon -> polygon.forEach(ring -> add(ring, shape, latitude)));
                } else {
                    polygons.forEach(ring -> add(ring, shape, latitude));
                }
                shapes.put(name, shape);
            }
        } catch (JacksonException e) {
            throw new IOException(e.getOriginalMessage(), e);
        }
        if (shapes.isEmpty() || shapes.containsKey("")) {
            throw new IllegalArgumentException("GeoJSON needs features with the property 'name'");
        }
        var bounds = new Rectangle2D.Double();
        bounds.setRect(shapes.values().iterator().next().getBounds2D());
        shapes.values().forEach(shape -> bounds.add(shape.getBounds2D()));
        return new Outlines(shapes, bounds);
    }

    /** Where a label stands: the centre of the area. */
    static Point2D centroid(Shape shape) {
        var points = new ArrayList<double[]>();
        var at = new double[6];
        for (var i = shape.getPathIterator(null); !i.isDone(); i.next()) {
            if (i.currentSegment(at) != PathIterator.SEG_CLOSE) {
                points.add(new double[] {at[0], at[1]});
            }
        }
        double area = 0;
        double x = 0;
        double y = 0;
        for (int i = 0; i < points.size(); i++) {
            var one = points.get(i);
            var next = points.get((i + 1) % points.size());
            double cross = one[0] * next[1] - next[0] * one[1];
            area += cross;
            x += (one[0] + next[0]) * cross;
            y += (one[1] + next[1]) * cross;
        }
        return area == 0
                ? new Point2D.Double(
                        shape.getBounds2D().getCenterX(), shape.getBounds2D().getCenterY())
                : new Point2D.Double(x / (3 * area), y / (3 * area));
    }

    private static double latitude(JsonNode features) {
        var first = features.path(0).path("geometry").path("coordinates");
        while (first.path(0).isArray()) {
            first = first.path(0);
        }
        return first.path(1).asDouble(0);
    }

    private static void add(JsonNode ring, Path2D shape, double latitude) {
        double shortening = Math.cos(Math.toRadians(latitude));
        for (int i = 0; i < ring.size(); i++) {
            double x = ring.path(i).path(0).asDouble() * shortening;
            double y = -ring.path(i).path(1).asDouble();
            if (i == 0) {
                shape.moveTo(x, y);
            } else {
                shape.lineTo(x, y);
            }
        }
        shape.closePath();
    }
}
