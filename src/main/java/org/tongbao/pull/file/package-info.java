/**
 * Readers of files: archives, encodings, CSV, workbooks, JSON, Parquet; each stages its rows for the contract.
 *
 * <p>Public: {@link org.tongbao.pull.file.Piece} (what becomes one load), {@link org.tongbao.pull.file.FileLayout} (what it
 * should look like), {@link org.tongbao.pull.file.TableFile} (its rows), {@link
 * org.tongbao.pull.file.UndeclaredFile} (the rows of a table without a layout), {@link org.tongbao.pull.file.Unreadable}.
 */
@NullMarked
package org.tongbao.pull.file;

import org.jspecify.annotations.NullMarked;
