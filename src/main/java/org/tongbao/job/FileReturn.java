package org.tongbao.job;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tongbao.home.FileNames;
import org.tongbao.home.Home;
import org.tongbao.pull.Original;
import org.tongbao.pull.Originals;
import org.tongbao.render.AnnotatedWorkbook;
import org.tongbao.render.AnnotatedWorkbook.Remark;
import org.tongbao.rulebook.Rulebook;
import org.tongbao.warehouse.Dataset;
import org.tongbao.warehouse.Row;
import org.tongbao.warehouse.Session;
import org.tongbao.warehouse.ledger.LoadLedger;

/** Gives a file back to its sender: a copy in which each refused cell is marked with the reason, to be corrected and sent again. */
public final class FileReturn {

    /** The sheet that a text file's rows are given back in. */
    private static final String TEXT = "数据";

    private final Originals originals;
    private final Rulebook rulebook;
    private final Session session;

    public FileReturn(Home home, Rulebook rulebook, Session session) {
        this.originals = new Originals(rulebook.catalog(), rulebook.sources(), home);
        this.rulebook = rulebook;
        this.session = session;
    }

    /**
     * Writes the copy of the file that a load came from, with what was refused of all its sheets.
     *
     * @return where it lies, below the folder under its own name; a text file's has {@code .xlsx} behind it
     * @throws IllegalArgumentException when nothing was refused, or the file can't be given back
     */
    public Path write(long load, Path folder) {
        return originals.with(session, load, original -> {
            var loads = ofSameFile(load);
            var remarks = loads.stream().flatMap(row -> remarks(row).stream()).toList();
            if (remarks.isEmpty()) {
                throw new IllegalArgumentException("nothing of load " + load + " was refused");
            }
            var name = name(
                    session.sql("select file from ledger.load where load_id = :load")
                            .param("load", load)
                            .one()
                            .text("file"),
                    original);
            var target = target(name, folder);
            try (var copy = copy(original, loads.get(0))) {
                copy.annotate(remarks, LoadLedger.REASONS, words(name, loads, target));
                copy.write(target);
            }
            return target;
        });
    }

    /** The loads of a workbook's other sheets too: the sender corrects the whole of it. */
    private List<Row> ofSameFile(long load) {
        return session.sql("""
                        select l.* from ledger.load as l
                        join ledger.load as this on this.source = l.source and this.sha256 = l.sha256
                        where this.load_id = :load
                            and (l.load_id = this.load_id
                                or (l.file <> this.file and split_part(l.file, '#', 1) = split_part(this.file, '#', 1)))
                        qualify row_number() over (partition by l.file order by l.load_id desc) = 1
                        order by l.load_id""").param("load", load).query();
    }

    private List<Remark> remarks(Row load) {
        var dataset = rulebook.catalog().dataset(load.text("dataset"));
        return originals.with(
                session,
                load.whole("load_id"),
                original -> session.sql("""
                                select source_row, column_name, coalesce(value, '') as value, reason, true as refused
                                from ledger.reject where load_id = :load
                                union all
                                select source_row, column_name, coalesce(value, ''), reason, false
                                from ledger.warning where load_id = :load
                                order by source_row, refused desc, column_name, reason""").param("load", load.whole("load_id")).query().stream()
                        .map(row -> remark(row, dataset, original))
                        .toList());
    }

    private static Remark remark(Row row, Dataset dataset, Original original) {
        var columns = List.of(row.text("column_name").split("\\+"));
        var sheet = original.sheet();
        return new Remark(
                sheet == null ? TEXT : sheet,
                row.whole("source_row"),
                columns.stream()
                        .flatMap(name -> Stream.ofNullable(original.columns().get(name)))
                        .toList(),
                columns.stream().map(name -> title(dataset, name)).collect(Collectors.joining("、")),
                row.text("value"),
                row.text("reason"),
                row.flag("refused"));
    }

    private static String title(Dataset dataset, String name) {
        var column = dataset.columns().get(name);
        return column == null ? name : column.title();
    }

    private static AnnotatedWorkbook copy(Original original, Row load) {
        if (original.sheet() != null) {
            return AnnotatedWorkbook.ofWorkbook(original.file());
        }
        var lines = new LinkedHashMap<Long, List<String>>();
        original.lines().forEach(row -> lines.put(row.line(), row.cells()));
        return AnnotatedWorkbook.ofText(TEXT, lines, Objects.requireNonNull(load.time("loaded_at")));
    }

    /** The file's name without that of the sheet. */
    private static String name(String file, Original original) {
        var sheet = "#" + original.sheet();
        return file.endsWith(sheet) ? file.substring(0, file.length() - sheet.length()) : file;
    }

    /** Below the folder as it lay below the data folder; a name in an archive may say anything. */
    private static Path target(String name, Path folder) {
        var target = folder;
        for (var part : workbookName(name).split("/", -1)) {
            target = target.resolve(FileNames.alone(part));
        }
        return target;
    }

    private static String workbookName(String name) {
        return name.toLowerCase(Locale.ROOT).matches("(?s).*\\.xls[xm]?") ? name : name + ".xlsx";
    }

    private static List<String> words(String name, List<Row> loads, Path target) {
        long read = loads.stream().mapToLong(row -> row.whole("rows_read")).sum();
        long refused =
                loads.stream().mapToLong(row -> row.whole("rows_rejected")).sum();
        var words = new ArrayList<String>();
        words.add("退回说明：" + name + "（" + loads.get(0).text("loaded_at").substring(0, 10) + "收到）");
        words.add("共" + read + "行，接收" + (read - refused) + "行，未接收" + refused + "行。");
        words.add("红色单元格须改正，黄色单元格请核实；原因见批注和下表，点单元格一栏可以跳到该处。");
        var own = workbookName(name).replaceFirst("(?s).*/", "");
        if (!own.equals(String.valueOf(target.getFileName()))) {
            words.add("原文件名“" + own + "”不是各种系统都能用，已改名；重新报送时请撤下原文件，以免重复。");
        }
        words.add("改正后请以本文件名“" + target.getFileName() + "”重新报送全部数据，本表和颜色、批注不必删除。");
        return words;
    }
}
