namespace FlowActors.Runtime.Hosting.Postgres;

/// <summary>The tables of the journal in a PostgreSQL database.</summary>
internal static class PostgresTables
{
    /// <summary>The version of the tables that this build makes and reads.</summary>
    public const int Version = 1;

    public const string Journal = "flowactors_journal";
    public const string Tags = "flowactors_tags";

    /// <summary>One row: which journal it is, and of which data folder.</summary>
    public const string Owner = "flowactors_owner";

    public const string Fence = "flowactors_fence";

    /// <summary>As Akka.Persistence.Sql makes its tables, which does so without a lock, and in no transaction.</summary>
    public const string Create = $"""
        CREATE TABLE {Journal} (
            ordering bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            created bigint NOT NULL,
            deleted boolean NOT NULL,
            persistence_id varchar(255) NOT NULL,
            sequence_number bigint NOT NULL,
            message bytea NOT NULL,
            manifest varchar(500) NOT NULL,
            identifier integer,
            writer_uuid varchar(128),
            CONSTRAINT {Journal}_uq UNIQUE (persistence_id, sequence_number));
        CREATE TABLE {Tags} (
            ordering_id bigint NOT NULL,
            tag varchar(64) NOT NULL,
            persistence_id varchar(255) NOT NULL,
            sequence_nr bigint NOT NULL,
            PRIMARY KEY (ordering_id, tag));
        CREATE INDEX {Tags}_idx ON {Tags} (persistence_id, sequence_nr);
        CREATE TABLE {Owner} (
            journal text NOT NULL PRIMARY KEY,
            version integer NOT NULL,
            folder text NOT NULL,
            path text NOT NULL);
        {CreateFence}
        """;

    // The unique key alone refuses who writes a number that is there. Decisions that are not needed any more are deleted, and a writer that was frozen for long would find its
    // number free again. The last one of each writer is never deleted, so that there always is one to compare with.
    private const string CreateFence = $"""
        CREATE FUNCTION {Fence}() RETURNS trigger LANGUAGE plpgsql AS $fence$
        BEGIN
            IF EXISTS (SELECT 1 FROM {Journal} WHERE persistence_id = NEW.persistence_id AND sequence_number >= NEW.sequence_number) THEN
                RAISE EXCEPTION 'decision % of % comes after another one of a higher number', NEW.sequence_number, NEW.persistence_id USING ERRCODE = 'unique_violation';
            END IF;
            RETURN NEW;
        END $fence$;
        CREATE TRIGGER {Fence} BEFORE INSERT ON {Journal} FOR EACH ROW EXECUTE PROCEDURE {Fence}();
        """;
}
