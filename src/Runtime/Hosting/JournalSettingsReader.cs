using FlowActors.Runtime.Hosting.Postgres;

namespace FlowActors.Runtime.Hosting;

/// <summary>Reads the key <c>flowactors.journal</c>.</summary>
internal static class JournalSettingsReader
{
    private const string Provider = "journal.provider";
    private const string Server = "postgresql";
    private const string ConnectionString = "journal.connection-string";

    public static JournalSettings Read(SettingsKeys keys)
    {
        var folder = keys.Text("journal.data-folder", mayBeEmpty: true);
        var isServer = keys.Choice(Provider, "sqlite", Server) == Server;
        var connection = keys.Secret(ConnectionString);
        if (!isServer && connection.Length > 0) throw keys.RefusedSecret(ConnectionString, $"is for flowactors.{Provider} = {Server} only");
        return new JournalSettings(folder.Length > 0 ? folder : null)
        {
            Postgres = !isServer ? null : PostgresSettings.Parse(connection) ?? throw keys.RefusedSecret(
                ConnectionString,
                $"must say where the database is where flowactors.{Provider} is {Server}, such as \"Host=db.example.com;Database=flow;Username=flow;Password=...\", with the keywords of Npgsql"),
        };
    }
}
