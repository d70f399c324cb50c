/**
 * The engine. The only room that knows DuckDB.
 *
 * <p>{@link org.tongbao.warehouse.Warehouse} opens it, {@link org.tongbao.warehouse.Session} asks it (statements with named
 * parameters, {@link org.tongbao.warehouse.Row}s), {@link org.tongbao.warehouse.Sql} writes names and literals, {@link
 * org.tongbao.warehouse.Scan} reads files, {@link org.tongbao.warehouse.Appender} feeds tables; {@link
 * org.tongbao.warehouse.WarehouseException} says what it objects to. {@link org.tongbao.warehouse.Catalog}, {@link
 * org.tongbao.warehouse.Dataset} and {@link org.tongbao.warehouse.Subjects} are what the rulebook declares; {@link
 * org.tongbao.warehouse.Origin} says where a row comes from. What ran and what came stands in {@code ledger}.
 *
 * <p>Public: {@link org.tongbao.warehouse.Appender}, {@link org.tongbao.warehouse.Catalog},
 * {@link org.tongbao.warehouse.Dataset},
 * {@link org.tongbao.warehouse.Origin},
 * {@link org.tongbao.warehouse.Row}, {@link org.tongbao.warehouse.Scan},
 * {@link org.tongbao.warehouse.Session}, {@link org.tongbao.warehouse.Sql}, {@link org.tongbao.warehouse.Subjects},
 * {@link org.tongbao.warehouse.TableNames}, {@link org.tongbao.warehouse.Warehouse},
 * {@link org.tongbao.warehouse.WarehouseException}.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"run", "message", "spec"})
package org.tongbao.warehouse;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
