package org.takt.model.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.takt.model.Instances;

/** What can be said of the page without a browser; the solver's tests open it in one. */
class HtmlPictureTest {
    @Test
    void holdsEverythingItNeeds() {
        String html = HtmlPicture.write(List.of(TextGanttTest.pipeline(Instances.of(2, 2))));
        assertThat(html)
                .doesNotContain("{{")
                .doesNotContainPattern("(src|href)=\"(?!data:)")
                .doesNotContain("http:", "https:", "@import", "fetch(", "import(");
    }

    @Test
    void equalPicturesGiveEqualFiles() {
        assertThat(HtmlPicture.write(List.of(TextGanttTest.pipeline(Instances.of(2, 3)))))
                .isEqualTo(HtmlPicture.write(List.of(TextGanttTest.pipeline(Instances.of(2, 3)))));
    }

    @Test
    void namesCannotEndTheScript() {
        Picture plain = TextGanttTest.pipeline(Instances.of(2, 2));
        Picture odd = Picture.of(
                new Caption("</script><b>", "</script>", "us", "MiB"),
                plain.problem(),
                TextGanttTest.schedule(plain),
                plain.report());
        String html = HtmlPicture.write(List.of(odd));
        assertThat(html.split("</script>", -1)).hasSize(2);
        assertThat(html).contains("<title>&lt;/script&gt;&lt;b&gt;");
    }

    @Test
    void takesAFewBytesForEachOp() {
        int few = HtmlPicture.write(List.of(TextGanttTest.pipeline(Instances.of(2, 100))))
                .length();
        int more = HtmlPicture.write(List.of(TextGanttTest.pipeline(Instances.of(2, 1100))))
                .length();
        assertThat((more - few) / 4000.0).isLessThan(10);
    }

    @Test
    void refusesToShowNothing() {
        assertThatThrownBy(() -> HtmlPicture.write(List.of())).hasMessage("There is no schedule to show.");
    }
}
