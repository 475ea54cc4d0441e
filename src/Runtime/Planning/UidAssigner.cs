using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using FlowActors.Graph;

namespace FlowActors.Runtime.Planning;

/// <summary>
/// Gives every operator its uid: the one it was given, or one derived from its kind and what comes before it, so that it changes
/// only with its upstream or an earlier twin. Types of records and keys do not count: they may be renamed, and the compiler
/// numbers those without a name. Edges count as the program asked for them, so that state is found again
/// at another parallelism, where what nobody asked for may turn from forward to rebalance.
/// </summary>
internal static class UidAssigner
{
    public static IReadOnlyList<string> Assign(StreamGraph program)
    {
        var uids = new string[program.Nodes.Count];
        var taken = new Dictionary<string, StreamNode>();
        foreach (var node in program.Nodes)
        {
            var uid = node.Configuration.Uid ?? Derive(node, program.Edges.Where(e => e.Target == node.Id), uids, taken);
            if (taken.TryGetValue(uid, out var other))
            {
                throw new JobValidationException(
                    $"Operators '{other.Name}' and '{node.Name}' of job '{program.JobName}' have the same uid '{uid}'. State is found " +
                    "by uid, so each operator needs its own: change one of the calls of WithUid.");
            }

            uids[node.Id] = uid;
            taken[uid] = node;
        }

        return uids;
    }

    private static string Derive(
        StreamNode node, IEnumerable<StreamEdge> into, string[] uids, Dictionary<string, StreamNode> taken)
    {
        var text = new StringBuilder(node.Kind);
        foreach (var edge in into) text.Append('|').Append(edge.PartitionerName).Append(':').Append(uids[edge.Source]).Append(Ports(edge));
        // Twins (two maps behind one source, say) are told apart by their order.
        for (var twin = 0; ; twin++)
        {
            var uid = Hash(text.ToString() + '|' + twin.ToString(CultureInfo.InvariantCulture));
            if (!taken.ContainsKey(uid)) return uid;
        }
    }

    // The first output to the first input goes without saying.
    private static string Ports(StreamEdge edge) => (edge.From.Number, edge.To.Number) is (0, 0)
        ? ""
        : string.Create(CultureInfo.InvariantCulture, $":{edge.From.Number}:{edge.To.Number}");

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));
}
