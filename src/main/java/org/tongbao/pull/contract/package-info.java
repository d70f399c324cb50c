/**
 * What is asked of a file: its rows, staged as text, become typed columns, and each is sound or breaks a rule. Nothing here
 * knows how a file is written.
 *
 * <p>Public: {@link org.tongbao.pull.contract.CellSql}, {@link org.tongbao.pull.contract.Contract}, {@link org.tongbao.pull.contract.Staging} and, for many rows,
 * {@link org.tongbao.pull.contract.PlainRows} with {@link org.tongbao.pull.contract.CsvScan}.
 */
@NullMarked
package org.tongbao.pull.contract;

import org.jspecify.annotations.NullMarked;
