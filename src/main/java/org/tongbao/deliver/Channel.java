package org.tongbao.deliver;

/** A way out of the house. It keeps what it can use for several parcels, such as a connection. */
interface Channel extends AutoCloseable {

    SendResult send(Parcel parcel);

    @Override
    default void close() {}
}
