using Akka.Configuration;
using Akka.Persistence.Sql;

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

    /// <summary>Every setting with its default, and what the engine asks of Akka; nothing of an application.</summary>
    public static Config Reference { get; } = Parse(Resource("reference.conf"));

    /// <summary>The whole configuration: what the application sets, before the overlay, before the reference.</summary>
    /// <param name="application">HOCON of the application; null for none.</param>
    /// <param name="overlay">One of the overlays here.</param>
    /// <exception cref="JobValidationException">The application's HOCON cannot be parsed.</exception>
    public static Config Compose(string? application, string overlay) =>
        // One text, so that a value of the application reaches the places that refer to it.
        Parse($"{Resource("reference.conf")}\n{Overlay(overlay)}\n{application}");

    /// <summary>Adds the journal that the settings ask for.</summary>
    public static Config WithJournal(this Config config, JournalSettings journal) => journal.DataFolder is not { } folder
        ? config
        : ConfigurationFactory.ParseString(
            $$"""
            akka.persistence.journal {
              plugin = "akka.persistence.journal.sql"
              sql {
                connection-string = "{{JournalDatabase.ConnectionString(folder).Replace("\\", "\\\\", StringComparison.Ordinal)}}"
                provider-name = "SQLite.MS"
              }
            }
            """).WithFallback(config).WithFallback(SqlPersistence.DefaultConfiguration);

    private static Config Parse(string text)
    {
        try
        {
            return ConfigurationFactory.ParseString(text);
        }
        catch (Exception e)
        {
            throw new JobValidationException($"The configuration is not valid HOCON: {e.Message} Correct the text that was passed as configuration.", e);
        }
    }

    private static string Overlay(string name) => name == Alone ? $"{Resource(Embedded)}\n{Resource(Alone)}" : Resource(name);

    private static string Resource(string name)
    {
        using var stream = typeof(RuntimeConfiguration).Assembly.GetManifestResourceStream($"FlowActors.hocon.{name}")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
