-- What a file is called as an attachment; '' before: its own name.
alter table delivery add column attachment varchar(400) default '' not null;
-- Keys and names come from data; in addresses they stand percent by percent.
alter table delivery alter column subject set data type varchar(4000);
alter table delivery alter column recipient set data type varchar(4000);
alter table delivery alter column address set data type varchar(4000);
alter table delivery alter column title set data type varchar(1000);
alter table delivery alter column words set data type varchar(100000);
