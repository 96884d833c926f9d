package org.takt.model.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.takt.model.Instances;
import org.takt.model.problem.OpKind;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class SvgPictureTest {
    private static final Instances TWO =
            Instances.of(2, 4).costs(2, 1, 1).memory(0, 2, 1, 0).limit(9);

    @Test
    void everyOpIsAShapeInTheColourOfItsKind() throws Exception {
        Document svg = parse(SvgPicture.write(List.of(TextGanttTest.pipeline(TWO))));
        assertThat(shapes(svg, OpStyle.of(OpKind.F).colour())).isEqualTo(8);
        assertThat(shapes(svg, OpStyle.of(OpKind.B).colour())).isEqualTo(8);
    }

    @Test
    void lettersNamesAndFiguresStandBesideTheColours() throws Exception {
        assertThat(texts(SvgPicture.write(List.of(TextGanttTest.pipeline(TWO)))))
                .contains("F", "forward", "B", "full backward", "memory limit", "F0", "B3", "d0", "d1", "of 9");
    }

    @Test
    void twoSchedulesShareAnAxis() throws Exception {
        Picture shorter = TextGanttTest.pipeline(TWO);
        Picture longer = TextGanttTest.pipeline(Instances.of(2, 8).costs(2, 1, 1));
        String svg = SvgPicture.write(List.of(shorter, longer));
        assertThat(texts(svg)).contains("0 µs", "10 µs", "35 µs").doesNotContain("40 µs");
        assertThat(svg).contains("makespan 20 us", "makespan 36 us");
    }

    @Test
    void namesAreEscaped() throws Exception {
        Picture plain = TextGanttTest.pipeline(TWO);
        String label = "<b> & \"c\"";
        Picture odd = Picture.of(
                new Caption("<title>", label, "us", "MiB"),
                plain.problem(),
                TextGanttTest.schedule(plain),
                plain.report());
        assertThat(parse(SvgPicture.write(List.of(odd))).getDocumentElement().getTextContent())
                .contains(label, "<title>");
    }

    @Test
    void refusesMoreOpsThanAPaperCanShow() {
        Picture many = TextGanttTest.pipeline(Instances.of(2, 5001));
        assertThatThrownBy(() -> SvgPicture.write(List.of(many)))
                .hasMessage("Found 1 schedules with 20004 ops, expected one or more with at most 20000.");
    }

    private static int shapes(Document svg, String colour) {
        NodeList paths = svg.getElementsByTagName("path");
        int shapes = 0;
        for (int index = 0; index < paths.getLength(); index++) {
            Element path = (Element) paths.item(index);
            if (path.getAttribute("fill").equals(colour)) {
                shapes += path.getAttribute("d").split("z").length;
            }
        }
        return shapes;
    }

    private static List<String> texts(String svg) throws Exception {
        NodeList nodes = parse(svg).getElementsByTagName("text");
        List<String> texts = new ArrayList<>();
        for (int index = 0; index < nodes.getLength(); index++) {
            texts.add(nodes.item(index).getTextContent());
        }
        return texts;
    }

    private static Document parse(String svg) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
    }
}
