-- A process of Tongbao that works, as long as its beat is fresh.
create table node (
    node varchar(100) primary key,             -- host:pid and a random end: a name never comes again
    started_at timestamp with time zone not null,
    beat_at timestamp with time zone not null  -- by the database's clock
);

-- From when on a job's schedule is kept; occasions before are nobody's business.
create table watched (
    job varchar(100) primary key,
    since timestamp with time zone not null
);

-- What became of an occasion. The key is the promise: nobody computes an occasion that another has claimed.
create table firing (
    job varchar(100) not null,
    period varchar(20) not null,
    turn varchar(40) not null,                 -- '' if a period comes once, else when it was due
    due_at timestamp with time zone not null,
    state varchar(10) not null,                -- running | waiting | done | failed | skipped
    node varchar(100),                         -- who has claimed it
    attempt integer not null,                  -- counts up with each claim
    claimed_at timestamp with time zone,       -- of the first attempt
    ended_at timestamp with time zone,         -- of the last one
    cause varchar(2000),
    primary key (job, period, turn)
);

-- Somebody wants an execution to end; who executes it looks here.
create table stop_request (
    job_execution_id bigint primary key,
    asked_at timestamp with time zone not null
);
