using Akka.Configuration;
using Akka.Persistence.Sql;
using FlowActors.Runtime.Control.Nodes;
using FlowActors.Runtime.Hocon;
using FlowActors.Runtime.Hosting.Postgres;

namespace FlowActors.Runtime.Hosting;

/// <summary>Puts the configuration of a node together from the files in this assembly and what the application sets.</summary>
internal static class RuntimeConfiguration
{
    /// <summary>The overlay of embedded hosts.</summary>
    public const string Embedded = "embedded.conf";

    /// <summary>The overlay of a node of a generic host that is a cluster of its own; it comes after that of embedded hosts.</summary>
    public const string Alone = "alone.conf";

    /// <summary>The overlay of clusters of several processes.</summary>
    public const string Cluster = "cluster.conf";

    private const string ReferenceFile = "reference.conf";

    /// <summary>Every setting with its default, and what the engine asks of Akka; nothing of an application.</summary>
    public static HoconSection Reference { get; } = new HoconResolver(Resource(ReferenceFile), _ => null).Resolve();

    /// <summary>The whole configuration: what the application sets, before the overlay, before the reference.</summary>
    /// <param name="application">HOCON of the application; null for none.</param>
    /// <param name="overlay">One of the overlays here.</param>
    /// <param name="layer">What errors call the application's text.</param>
    /// <param name="environment">The value of an environment variable; null for none.</param>
    /// <exception cref="JobValidationException">The application's HOCON cannot be parsed or resolved; the message names the line.</exception>
    public static NodeConfiguration Compose(string? application, string overlay, string layer, Func<string, string?> environment)
    {
        // One text, so that a value of the application reaches the places that refer to it.
        var all = Resource(ReferenceFile);
        foreach (var name in overlay == Alone ? [Embedded, Alone] : (string[])[overlay]) all.Assign(Resource(name));
        if (application is not null) all.Assign(HoconParser.Parse(application, HoconSource.Code(layer)));
        return new NodeConfiguration(new HoconResolver(all, environment).Resolve());
    }

    /// <summary>Adds the journal that the settings ask for.</summary>
    public static Config WithJournal(this Config config, JournalSettings journal) => journal switch
    {
        { Postgres: not null } => WithJournal(config, PostgresPlugin.Configuration),
        { DataFolder: { } folder } => WithJournal(
            config,
            $$"""
            akka.persistence.journal {
              plugin = "akka.persistence.journal.sql"
              sql {
                connection-string = {{Quoted(JournalDatabase.ConnectionString(folder))}}
                provider-name = "SQLite.MS"
              }
            }
            """),
        _ => config,
    };

    private static Config WithJournal(Config config, string plugins) =>
        ConfigurationFactory.ParseString(plugins).WithFallback(config).WithFallback(SqlPersistence.DefaultConfiguration);

    /// <summary>Adds what Akka's cluster has to know of the node's roles, beside those that the application gives it.</summary>
    public static Config WithRoles(this Config config, IReadOnlyList<string> roles) => roles.Contains(NodeRoles.Manager)
        ? ConfigurationFactory.ParseString($"akka.cluster.roles = [{string.Join(", ", config.GetStringList("akka.cluster.roles", []).Append(NodeRoles.AkkaManager).Select(Quoted))}]").WithFallback(config)
        : config;

    private static string Quoted(string text) =>
        $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    private static SectionNode Resource(string name)
    {
        using var stream = typeof(RuntimeConfiguration).Assembly.GetManifestResourceStream($"FlowActors.hocon.{name}")!;
        using var reader = new StreamReader(stream);
        return HoconParser.Parse(reader.ReadToEnd(), new HoconSource(Origin.Shipped + name, "", HoconPath.Root, []));
    }
}
