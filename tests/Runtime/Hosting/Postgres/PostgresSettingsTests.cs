using FlowActors.Runtime.Hosting;
using FlowActors.Runtime.Hosting.Postgres;

namespace FlowActors.Runtime.Tests.Hosting.Postgres;

/// <summary>What <c>flowactors.journal</c> is read as, and that nobody is shown the password in it.</summary>
public sealed class PostgresSettingsTests
{
    private const string Secret = "hidden of all";
    private const string Connection = $"Host=db.example.com;Database=flow;Username=me;Password={Secret}";

    [Fact]
    public void By_default_the_journal_is_in_the_data_folder() => Assert.Null(Composed.Read("").Journal.Postgres);

    [Fact]
    public void The_example_takes_the_database_from_the_environment()
    {
        using var stream = typeof(RuntimeConfiguration).Assembly.GetManifestResourceStream("FlowActors.hocon.postgres.conf")!;
        using var reader = new StreamReader(stream);
        var text = reader.ReadToEnd();
        var settings = Composed.Read(text, ("FLOWACTORS_JOURNAL", Connection)).Journal.Postgres!;
        Assert.Equal("database 'flow' of the PostgreSQL server at db.example.com:5432", settings.Where);
        Assert.Equal("me", settings.User);
        Assert.Contains(Secret, settings.ConnectionString, StringComparison.Ordinal);
        Assert.Contains("Timeout=5", settings.ConnectionString, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, settings.ToString(), StringComparison.Ordinal);
        Assert.Contains("FLOWACTORS_JOURNAL", Composed.Refused(text), StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_connection_string_says_itself_holds()
    {
        var settings = PostgresSettings.Parse("Host=a,b:5433;Username=me;Timeout=9;Command Timeout=70;Application Name=x")!;
        Assert.Equal("database 'me' of the PostgreSQL server at a,b:5433", settings.Where);
        Assert.Contains("Timeout=9;Command Timeout=70;Application Name=x", settings.ConnectionString, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData($"provider = postgresql", "connection-string")]
    [InlineData($"provider = postgresql, connection-string = \"Database=flow;Password={Secret}\"", "connection-string")]
    [InlineData($"provider = postgresql, connection-string = \"Host=db;Port=many;Password={Secret}\"", "connection-string")]
    [InlineData($"provider = postgresql, connection-string = \"Host=db;Password=x;{Secret}=1\"", "connection-string")]
    [InlineData($"provider = postgresql, connection-string = \"postgresql://me:{Secret}@db/flow\"", "connection-string")]
    [InlineData($"connection-string = \"{Connection}\"", "is for flowactors.journal.provider = postgresql only")]
    public void What_cannot_be_is_told_without_the_password(string settings, string told)
    {
        var error = Composed.Refused($"flowactors.journal {{ {settings} }}");
        Assert.Contains("flowactors.journal.connection-string", error, StringComparison.Ordinal);
        Assert.Contains(told, error, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, error, StringComparison.Ordinal);
    }

    [Fact]
    public void Neither_akka_nor_who_asks_for_the_configuration_sees_the_password()
    {
        var configuration = Composed.Of($"flowactors.journal {{ provider = postgresql, connection-string = \"{Connection}\" }}");
        var settings = SettingsReader.Read(configuration);
        Assert.DoesNotContain(Secret, configuration.ForAkka().WithJournal(settings.Journal).ToString(true), StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, settings.ToString(), StringComparison.Ordinal);
        Assert.Equal("***", Assert.Single(ConfigurationLeaves.Of(configuration), l => l.Key == "flowactors.journal.connection-string").Value);
    }

    [Fact]
    public void A_journal_without_a_data_folder_is_refused()
    {
        var journal = new JournalSettings(null) { Postgres = PostgresSettings.Parse(Connection) };
        var error = Assert.Throws<JobValidationException>(() => journal.Or(null)).Message;
        Assert.Contains("no data folder is named, where the checkpoints of its jobs are", error, StringComparison.Ordinal);
        Assert.Equal(Path.GetFullPath("data"), journal.Or("data").DataFolder);
        Assert.NotNull(journal.Or("data").Postgres);
    }
}
