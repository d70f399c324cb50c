package org.tongbao.pull;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** How names of people are masked; what is invented. */
class PersonalNamesTest {

    @Test
    void theFamilyNameStaysAndTwoPeopleStayTwo() {
        assertThat(PersonalNames.masked("张三")).isEqualTo("张*");
        assertThat(PersonalNames.masked("欧阳致远")).isEqualTo("欧***");
        assertThat(PersonalNames.masked("张三、李四光，王五")).isEqualTo("张*、李**，王*");
        assertThat(PersonalNames.masked("张三（班长）/李四")).isEqualTo("张*（班*）/李*");
        assertThat(PersonalNames.masked("𠮷")).isEqualTo("𠮷*");
        assertThat(PersonalNames.masked("A$1\\2")).isEqualTo("A****");
        assertThat(PersonalNames.masked("")).isEmpty();
    }
}
