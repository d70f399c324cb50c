-- What was to reach whom, and what became of it: one row per recipient and artifact. Folders are not among them.
create table delivery (
    id varchar(64) primary key,                -- SHA-256 of channel, address, job, period, artifact and its bytes
    parcel varchar(64) not null,               -- what is sent at a time; for mail the local part of the Message-ID
    job varchar(100) not null,
    period varchar(20) not null,
    run bigint not null,
    channel varchar(10) not null,              -- mail | webhook | sftp
    recipient varchar(400) not null,           -- for people
    address varchar(1000) not null,            -- where it goes
    bulletin varchar(200) not null,
    subject varchar(200) not null,             -- whose copy it is
    artifact varchar(400) not null,            -- name of the file
    folder varchar(1000) not null,             -- where the file lies, below the home folder
    sha256 varchar(64) not null,
    title varchar(400) not null,               -- a mail's subject
    words varchar(20000) not null,             -- a mail's text
    state varchar(12) not null,                -- planned | sending | sent | undelivered | unsure
    attempts integer not null,
    answer varchar(1000) not null,             -- the last one of the other side
    due_at timestamp with time zone not null,  -- not before
    changed_at timestamp with time zone not null
);

create index delivery_state on delivery (state, due_at);
create index delivery_parcel on delivery (parcel);
