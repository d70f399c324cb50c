package org.tongbao.render.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.io.StringWriter;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

class UnknownColumnsTest {

    private static final String HEADS = "<thead><tr><th>地区</th><th>检查</th><th>隐患</th><th>备注</th></tr></thead>";

    @Test
    void aColumnOfDashesOrBlanksIsLeftOut() throws Exception {
        assertThat(leftOut(HEADS + "<tbody><tr><td>甲</td><td>—</td><td>3</td><td/></tr>"
                        + "<tr><td>乙</td><td> — </td><td>—</td><td/></tr></tbody>"))
                .isEqualTo("<thead><tr><th>地区</th><th>隐患</th></tr></thead>"
                        + "<tbody><tr><td>甲</td><td>3</td></tr><tr><td>乙</td><td>—</td></tr></tbody>");
    }

    @Test
    void zeroIsKnown() throws Exception {
        var table = HEADS + "<tbody><tr><td>甲</td><td>0</td><td>0.0%</td><td>无</td></tr></tbody>";
        assertThat(leftOut(table)).isEqualTo(table);
    }

    @Test
    void aCellOverSeveralColumnsGetsNarrower() throws Exception {
        assertThat(leftOut(HEADS + "<tbody><tr><td>甲</td><td>—</td><td>3</td><td/></tr>"
                        + "<tr><td>乙</td><td colspan=\"3\">未参评</td></tr></tbody>"))
                .isEqualTo("<thead><tr><th>地区</th><th>隐患</th></tr></thead>"
                        + "<tbody><tr><td>甲</td><td>3</td></tr>"
                        + "<tr><td>乙</td><td colspan=\"1\">未参评</td></tr></tbody>");
    }

    @Test
    void theFirstColumnStaysAndSoDoesAFormToBeSigned() throws Exception {
        assertThat(leftOut(HEADS + "<tbody><tr><td>—</td><td>1</td><td>2</td><td>3</td></tr></tbody>"))
                .contains("<th>地区</th>");
        var form = "<tbody><tr><td>被告知方（盖章）：</td><td/></tr></tbody>";
        assertThat(leftOut(form)).isEqualTo(form);
        assertThat(leftOut(HEADS + "<tbody/>")).contains("备注");
    }

    private static String leftOut(String table) throws Exception {
        var page = DocumentBuilderFactory.newDefaultInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader("<table>" + table + "</table>")));
        var written = new StringWriter();
        var transformer = TransformerFactory.newDefaultInstance().newTransformer();
        transformer.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
        transformer.transform(new DOMSource(UnknownColumns.leftOut(page)), new StreamResult(written));
        return written.toString().replaceAll("^<table>|</table>$", "");
    }
}
