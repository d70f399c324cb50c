package org.tongbao.job;

import java.util.List;
import java.util.function.Function;
import org.tongbao.issue.Archive;
import org.tongbao.render.Bulletin;
import org.tongbao.render.Edition;
import org.tongbao.render.Renderer;
import org.tongbao.run.Run;
import org.tongbao.warehouse.Catalog;
import org.tongbao.warehouse.Row;
import org.tongbao.warehouse.Session;
import org.tongbao.warehouse.Subjects;

/** Prints a bulletin: one copy for each subject of its audience. */
final class Press {

    private final Renderer renderer;
    private final Bulletin bulletin;
    private final Catalog catalog;
    private final Subjects.Kind audience;

    Press(Renderer renderer, Bulletin bulletin, Catalog catalog, Subjects subjects) {
        this.renderer = renderer;
        this.bulletin = bulletin;
        this.catalog = catalog;
        this.audience = subjects.kind(bulletin.audience());
    }

    /**
     * Puts page and workbook of every copy into the archive; returns how many files there are.
     *
     * @param edition a recipient's: a draft, or issued under a number
     */
    long print(Session session, Run run, Archive archive, Function<String, Edition> edition) {
        var recipients = recipients(session);
        long files = 0;
        for (var recipient : recipients) {
            var id = recipient.text("id");
            catalog.address(session, id);
            var copy = renderer.copy(bulletin, session, edition.apply(id));
            var file = bulletin.name() + "-" + run.period()
                    + (recipients.size() == 1
                            ? ""
                            : "-" + recipient.text("name").replaceAll("[\\\\/:*?\"<>|]", "_"));
            if (copy.hasPage()) {
                archive.add(bulletin.name(), id, file + ".pdf", copy::page);
                files++;
            }
            if (copy.hasWorkbook()) {
                archive.add(bulletin.name(), id, file + ".xlsx", copy::workbook);
                files++;
            }
        }
        return files;
    }

    private List<Row> recipients(Session session) {
        return session.query("select cast(%s as varchar) as id, cast(%s as varchar) as name from %s order by id"
                .formatted(audience.id(), audience.label(), audience.table()));
    }
}
