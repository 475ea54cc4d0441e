using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using FlowActors.Runtime.Protocols;

namespace FlowActors.Runtime.Control.Wire;

/// <summary>Divides answers that may be larger than a message.</summary>
internal static class Pages
{
    /// <summary>As many of the items as make up one page, from the first on, and at least one if there is one.</summary>
    /// <returns>The page, and whether there is more.</returns>
    public static (IReadOnlyList<T> Items, bool More) First<T>(IEnumerable<T> items, JsonTypeInfo<T> type)
    {
        var page = new List<T>();
        var bytes = 0;
        foreach (var item in items)
        {
            bytes += JsonSerializer.SerializeToUtf8Bytes(item, type).Length + 1;
            if (page.Count > 0 && bytes > ControlLimits.PageBytes) return (page, true);
            page.Add(item);
        }

        return (page, false);
    }
}
