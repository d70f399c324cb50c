/**
 * The invented {@link org.tongbao.sample.city.City}: its regions, firms, sites and devices; {@link
 * org.tongbao.sample.city.Seasons} of its building year; and what it is invented with, {@link org.tongbao.sample.city.SeededRandom}
 * and {@link org.tongbao.sample.city.Codes}.
 */
@NullMarked
package org.tongbao.sample.city;

import org.jspecify.annotations.NullMarked;
