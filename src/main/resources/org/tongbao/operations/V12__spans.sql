-- A period may be a span of days with the name of a campaign.
alter table firing alter column period set data type varchar(100);
alter table delivery alter column period set data type varchar(100);
