using System.Data.Common;
using FlowActors.Runtime.Control.Wire;

namespace FlowActors.Runtime.Hosting;

/// <summary>What stands in the table of a journal, before Akka reads it.</summary>
internal static class JournalManifests
{
    /// <summary>The manifest of an event that this version does not know; null where it knows all. Else the job manager would fail to read its journal again and again.</summary>
    /// <param name="command">On a connection that is open.</param>
    /// <param name="table">The table of events.</param>
    public static string? FirstUnknown(DbCommand command, string table)
    {
        command.CommandText = $"SELECT DISTINCT manifest FROM {table} WHERE NOT deleted";
        using var manifests = command.ExecuteReader();
        while (manifests.Read())
            if (!ControlManifests.Names.Contains(manifests.GetString(0))) return manifests.GetString(0);
        return null;
    }
}
