package org.tongbao.score.method;

/**
 * What a value is divided by, so that large and small can be compared: {@code per: 100 workers}.
 *
 * @param units how many units of it; above 0
 * @param indicator the indicator that counts them
 */
public record Divisor(double units, String indicator) {

    public Divisor {
        if (units <= 0) {
            throw new IllegalArgumentException("per how many? must be above 0, found " + units);
        }
    }

    public static Divisor parse(String text) {
        var words = new Tokens(text);
        double units = words.isNumber() ? words.number("units") : 1;
        var indicator = words.rest();
        if (indicator.isEmpty()) {
            throw new IllegalArgumentException("'" + text + "': per what? write such as: per: 100 active_projects");
        }
        return new Divisor(units, indicator);
    }
}
