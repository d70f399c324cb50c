package org.tongbao.render.style;

/**
 * Colours of charts, in the page and in the workbook alike. Neighbouring series differ in lightness by at least a
 * quarter of the scale, so that they stay apart in grey print; no pair differs by red against green alone, which some
 * readers cannot see. Colours are 0xRRGGBB.
 */
public final class Palette {

    public static final int INK = 0x333333;

    /** Bars whose labels stand inside: light enough for ink. */
    public static final int SOFT = 0x9DBFD8;

    /** What is only there to compare with. */
    public static final int PALE = 0xC4CBD1;

    public static final int FAINT = 0xDDDDDD;
    public static final int LIMIT = 0xB03A2E;

    /** Dark blue, amber, rust, sky, teal, light grey. */
    private static final int[] SERIES = {0x1F4E79, 0xE3A73B, 0x9A4A2C, 0x8FC1DE, 0x3E7C8A, 0xC9C9C9};

    /** From little to much. */
    private static final int[] SHADES = {0xEAF1F7, 0xC3D8E8, 0x93B8D4, 0x4F82AE, 0x1F4E79};

    private Palette() {}

    /** How many shades a value can have. */
    public static int shades() {
        return SHADES.length;
    }

    public static int shade(int step) {
        return SHADES[Math.max(0, Math.min(SHADES.length - 1, step))];
    }

    /** Colour of a series by its position; it repeats after six. */
    public static int series(int index) {
        return SERIES[index % SERIES.length];
    }

    /** Dark or white, whichever can be read on the colour. */
    public static int readableOn(int colour) {
        return lightness(colour) > 140 ? INK : 0xFFFFFF;
    }

    /** How light a colour prints in grey, 0 to 255 (weights of ITU-R BT.601). */
    public static double lightness(int colour) {
        return 0.299 * (colour >> 16 & 0xFF) + 0.587 * (colour >> 8 & 0xFF) + 0.114 * (colour & 0xFF);
    }

    /** The three bytes of a colour, as drawings want them. */
    public static byte[] bytes(int colour) {
        return new byte[] {(byte) (colour >> 16), (byte) (colour >> 8), (byte) colour};
    }
}
