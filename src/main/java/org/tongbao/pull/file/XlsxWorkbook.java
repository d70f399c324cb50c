package org.tongbao.pull.file;

import com.fasterxml.aalto.stax.InputFactoryImpl;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * A workbook as ECMA-376 lays it down, read as a stream: only its shared texts are held, within bounds. Documents with a
 * DTD are refused, for there is no honest use for one.
 */
final class XlsxWorkbook implements Workbook {

    private static final XMLInputFactory XML = factory();
    private static final Pattern ESCAPED = Pattern.compile("_x([0-9A-Fa-f]{4})_");

    private final ZipFile zip;
    private final Map<String, ZipEntry> parts = new LinkedHashMap<>();
    private final Map<String, String> places = new LinkedHashMap<>();
    private final List<Tab> tabs = new ArrayList<>();
    private final List<CellText> formats = new ArrayList<>();
    private String sharedPlace = "";
    private @Nullable List<String> shared;
    private boolean from1904;

    XlsxWorkbook(Path file) {
        try {
            zip = Packed.open(file);
        } catch (IOException e) {
            throw new Unreadable("not readable as a spreadsheet: " + e.getMessage(), e);
        }
        boolean opened = false;
        try {
            zip.stream().forEach(entry -> parts.putIfAbsent(partName(entry.getName()), entry));
            if (parts.keySet().stream().anyMatch(name -> name.endsWith("xl/workbook.bin"))) {
                throw new Unreadable("not readable as a spreadsheet: it is a binary workbook (.xlsb); " + SAVE_AS);
            }
            if (parts.containsKey("word/document.xml")) {
                throw new Unreadable("not readable as a spreadsheet: it is a Word document; ask for the spreadsheet");
            }
            if (parts.containsKey("mimetype")) {
                throw new Unreadable("not readable as a spreadsheet: it is an OpenDocument file (.ods); " + SAVE_AS);
            }
            readStructure();
            opened = true;
        } finally {
            if (!opened) {
                close();
            }
        }
    }

    /** ECMA-376 part 2, 6.2.2: names of parts are the same in capitals; some programs write them with backslashes and dots. */
    private static String partName(String name) {
        var steps = new ArrayDeque<String>();
        for (var step : name.replace('\\', '/').toLowerCase(Locale.ROOT).split("/", -1)) {
            if (step.equals("..")) {
                steps.pollLast();
            } else if (!step.isEmpty() && !step.equals(".")) {
                steps.addLast(step);
            }
        }
        return String.join("/", steps);
    }

    private static XMLInputFactory factory() {
        var factory = new InputFactoryImpl();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        return factory;
    }

    @Override
    public List<Tab> tabs() {
        return tabs;
    }

    @Override
    public void close() {
        try {
            zip.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads a part of the workbook, element by element. */
    private interface PartReader {
        void read(XMLStreamReader xml) throws XMLStreamException;
    }

    private void readPart(String name, PartReader reader) {
        var entry = parts.get(partName(name));
        if (entry == null) {
            throw new Unreadable("not readable as a spreadsheet: it has no part " + name);
        }
        try (var in = Packed.openPart(zip, entry)) {
            var xml = XML.createXMLStreamReader(in);
            try {
                reader.read(xml);
            } finally {
                xml.close();
            }
        } catch (XMLStreamException | IOException e) {
            throw new Unreadable("not readable as a spreadsheet: " + name + ": " + firstLine(e), e);
        }
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    /** The next event; a document type ends the reading. */
    static int next(XMLStreamReader xml) throws XMLStreamException {
        int event = xml.next();
        if (event == XMLStreamConstants.DTD || event == XMLStreamConstants.ENTITY_REFERENCE) {
            throw new Unreadable("it declares XML entities, which spreadsheets never do: it is not read");
        }
        return event;
    }

    /** Takes each element's beginning. */
    private interface ElementConsumer {
        void accept(XMLStreamReader xml, String name) throws XMLStreamException;
    }

    private void readElements(String part, ElementConsumer consumer) {
        readPart(part, xml -> {
            for (int event = next(xml); event != XMLStreamConstants.END_DOCUMENT; event = next(xml)) {
                if (event == XMLStreamConstants.START_ELEMENT) {
                    consumer.accept(xml, xml.getLocalName());
                }
            }
        });
    }

    static String attribute(XMLStreamReader xml, String name) {
        for (int i = 0; i < xml.getAttributeCount(); i++) {
            if (xml.getAttributeLocalName(i).equals(name)) {
                return xml.getAttributeValue(i);
            }
        }
        return "";
    }

    private void readStructure() {
        var book = relations("_rels/.rels", "").entrySet().stream()
                .filter(relation -> relation.getValue().type().endsWith("/officeDocument"))
                .map(relation -> relation.getValue().target())
                .findFirst()
                .orElse("xl/workbook.xml");
        var folder = book.substring(0, book.lastIndexOf('/') + 1);
        var relations = relations(folder + "_rels/" + book.substring(folder.length()) + ".rels", folder);
        readElements(book, (xml, name) -> {
            if (name.equals("sheet")) {
                var relation = relations.get(attribute(xml, "id"));
                var sheet = attribute(xml, "name");
                if (relation != null && relation.type().endsWith("/worksheet")) {
                    tabs.add(new Tab(sheet, !attribute(xml, "state").matches("hidden|veryHidden")));
                    places.putIfAbsent(sheet, relation.target());
                }
            } else if (name.equals("workbookPr")) {
                from1904 = attribute(xml, "date1904").matches("1|true");
            }
        });
        for (var relation : relations.values()) {
            if (relation.type().endsWith("/styles")) {
                readFormats(relation.target());
            } else if (relation.type().endsWith("/sharedStrings")) {
                sharedPlace = relation.target();
            }
        }
    }

    private record Relation(String type, String target) {}

    private Map<String, Relation> relations(String part, String folder) {
        var relations = new LinkedHashMap<String, Relation>();
        if (!parts.containsKey(partName(part))) {
            return relations;
        }
        readElements(part, (xml, name) -> {
            if (name.equals("Relationship") && !attribute(xml, "TargetMode").equals("External")) {
                var target = attribute(xml, "Target");
                relations.put(
                        attribute(xml, "Id"),
                        new Relation(
                                attribute(xml, "Type"),
                                target.startsWith("/") ? target.substring(1) : folder + target));
            }
        });
        return relations;
    }

    private void readFormats(String place) {
        var own = new LinkedHashMap<Integer, CellText>();
        var inCells = new boolean[1];
        readElements(place, (xml, name) -> {
            switch (name) {
                case "numFmt" -> own.put(number(attribute(xml, "numFmtId")), CellText.of(attribute(xml, "formatCode")));
                case "cellXfs" -> inCells[0] = true;
                case "cellStyleXfs", "cellStyles", "dxfs" -> inCells[0] = false;
                case "xf" -> {
                    if (inCells[0]) {
                        int id = number(attribute(xml, "numFmtId"));
                        formats.add(own.getOrDefault(id, CellText.ofBuiltIn(id)));
                    }
                }
                default -> {}
            }
        });
    }

    static int number(String text) {
        try {
            return text.isEmpty() ? 0 : Integer.parseInt(text);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    private List<String> sharedTexts() {
        var known = shared;
        if (known == null) {
            var read = new ArrayList<String>();
            if (parts.containsKey(partName(sharedPlace))) {
                readPart(sharedPlace, xml -> readShared(xml, read));
            }
            shared = read;
            return read;
        }
        return known;
    }

    private static void readShared(XMLStreamReader xml, List<String> into) throws XMLStreamException {
        long most = Runtime.getRuntime().maxMemory() / 3;
        long held = 0;
        for (int event = next(xml); event != XMLStreamConstants.END_DOCUMENT; event = next(xml)) {
            if (event == XMLStreamConstants.START_ELEMENT && xml.getLocalName().equals("si")) {
                var text = unescaped(richText(xml, "si"));
                // A text takes two bytes a character in the worst case, and about 60 around them.
                held += 60 + 2L * text.length();
                if (held > most) {
                    throw new Unreadable("its shared texts take more than " + (most >> 20)
                            + " MB of memory; split the workbook, or save it as CSV");
                }
                into.add(text);
            }
        }
    }

    /** The text of an element, in runs or not, without its phonetic reading. */
    static String richText(XMLStreamReader xml, String end) throws XMLStreamException {
        var text = new StringBuilder();
        for (int event = next(xml); ; event = next(xml)) {
            if (event == XMLStreamConstants.START_ELEMENT) {
                var name = xml.getLocalName();
                if (name.equals("t")) {
                    appendText(xml, text);
                } else if (name.equals("rPh")) {
                    skip(xml);
                }
            } else if (event == XMLStreamConstants.END_ELEMENT
                    && xml.getLocalName().equals(end)) {
                return text.toString();
            }
        }
    }

    /** ECMA-376 part 1, 22.9.2.19: what XML can't hold is written as {@code _x000D_}. */
    static String unescaped(String text) {
        return text.contains("_x")
                ? ESCAPED.matcher(text)
                        .replaceAll(escape ->
                                Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(escape.group(1), 16))))
                : text;
    }

    static void skip(XMLStreamReader xml) throws XMLStreamException {
        for (int depth = 1; depth > 0; ) {
            int event = next(xml);
            depth += event == XMLStreamConstants.START_ELEMENT ? 1 : event == XMLStreamConstants.END_ELEMENT ? -1 : 0;
        }
    }

    /** Appends the text up to the element's end. */
    static void appendText(XMLStreamReader xml, StringBuilder text) throws XMLStreamException {
        for (int event = next(xml); event != XMLStreamConstants.END_ELEMENT; event = next(xml)) {
            if (event == XMLStreamConstants.CHARACTERS
                    || event == XMLStreamConstants.CDATA
                    || event == XMLStreamConstants.SPACE) {
                text.append(xml.getTextCharacters(), xml.getTextStart(), xml.getTextLength());
                if (text.length() > LONGEST_CELL) {
                    throw new Unreadable("a cell holds more than " + LONGEST_CELL + " characters: it is not read");
                }
            }
        }
    }

    @Override
    public Oddities read(Tab tab, RowConsumer consumer) {
        var place = places.get(tab.name());
        if (place == null) {
            throw new Unreadable("there is no sheet '" + tab.name() + "'");
        }
        var reading = new XlsxSheet(sharedTexts(), formats, from1904, consumer);
        readPart(place, reading::read);
        return reading.oddities();
    }
}
