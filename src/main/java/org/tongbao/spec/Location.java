package org.tongbao.spec;

/**
 * A place in a file that people edit.
 *
 * @param file path below the home folder, with forward slashes
 * @param line line number, the first is 1
 */
public record Location(String file, int line) implements Comparable<Location> {

    @Override
    public int compareTo(Location other) {
        int byFile = file.compareTo(other.file);
        return byFile != 0 ? byFile : Integer.compare(line, other.line);
    }

    @Override
    public String toString() {
        return file + ":" + line;
    }
}
