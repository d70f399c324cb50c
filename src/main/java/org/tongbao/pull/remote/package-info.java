/**
 * Databases and HTTP services: what they send is laid down as numbered files, to be pulled like any other.
 *
 * <p>Public: {@link org.tongbao.pull.remote.Remote} (as a source declares it), {@link org.tongbao.pull.remote.Fetcher},
 * {@link org.tongbao.pull.remote.Retry}, {@link org.tongbao.pull.remote.FetchException}.
 */
@NullMarked
package org.tongbao.pull.remote;

import org.jspecify.annotations.NullMarked;
