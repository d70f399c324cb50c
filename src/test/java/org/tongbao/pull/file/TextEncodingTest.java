package org.tongbao.pull.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextEncodingTest {

    private static final Charset GB18030 = Charset.forName("GB18030");

    @TempDir
    Path folder;

    @Test
    void textOfEveryKindIsTheSameInUtf8() throws Exception {
        var random = new SplittableRandom(1);
        for (int round = 0; round < 20; round++) {
            var text = new StringBuilder();
            while (text.length() < 200_000) {
                int run = random.nextInt(1, 30);
                int kind = random.nextInt(4);
                for (int i = 0; i < run; i++) {
                    text.appendCodePoint(
                            switch (kind) {
                                case 0 -> random.nextInt(' ', 127);
                                case 1 -> random.nextInt(0x4E00, 0x9FA5);
                                case 2 -> random.nextInt(0x20000, 0x2A6D6);
                                default -> random.nextInt(0xA0, 0x250);
                            });
                }
            }
            var bytes = text.toString().getBytes(GB18030);
            var from = Files.write(folder.resolve("gb"), bytes);
            var to = Files.write(folder.resolve("utf8"), new byte[0]);
            TextEncoding.transcode(from, GB18030, to);
            assertThat(Files.readString(to)).isEqualTo(text.toString());
            // A last byte that begins a character.
            Files.write(from, Arrays.copyOf(bytes, bytes.length + 1));
            Files.write(from, new byte[] {(byte) 0x81}, java.nio.file.StandardOpenOption.APPEND);
            assertThatThrownBy(() -> TextEncoding.transcode(from, GB18030, to))
                    .isInstanceOf(CharacterCodingException.class);
        }
    }
}
