using System.Net;
using Akka.Actor;

namespace FlowActors.Runtime.Hosting;

/// <summary>The seed nodes of a node, as its options or its settings name them.</summary>
internal sealed class SeedNodes
{
    private const string Option = "FlowActorsOptions.SeedNodes";
    private const string Setting = $"{KnownKeys.Root}.node.seeds";
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(500);

    private readonly SeedNode[] _all;
    private readonly int _min;

    private SeedNodes(SeedNode[] all, int min) => (_all, _min) = (all, min);

    /// <summary>Whether there is none.</summary>
    public bool IsEmpty => _all.Length == 0;

    /// <summary>The seeds of the options, or those of the settings where the options name none.</summary>
    /// <exception cref="JobValidationException">One is no address, or stands for addresses while nodes are reached by names.</exception>
    public static SeedNodes Of(FlowActorsOptions options, NodeSettings node, bool speaksTls)
    {
        var (written, setting) = options.SeedNodes.Count > 0 ? (options.SeedNodes, Option) : ((IList<string>)[.. node.Seeds], Setting);
        var all = written.Select(seed => SeedNode.Parse(seed, setting, speaksTls)).ToArray();
        if (all.FirstOrDefault(seed => seed.IsName) is { } name && !IPAddress.TryParse(node.Host, out _))
        {
            throw new JobValidationException(
                $"The seed node '{name.Written}' ({setting}) stands for addresses, but this node is reached by the name '{node.Host}' ({KnownKeys.Root}.node.host): nodes would not know " +
                $"each other by them. Set {KnownKeys.Root}.node.host to the address of this machine, or write each seed as host:port.");
        }

        return new SeedNodes(all, node.SeedsMin);
    }

    /// <summary>The nodes that they are now, the one that begins a cluster first. Waits until names have as many addresses as the settings ask for.</summary>
    /// <param name="lookUp">Finds the addresses of a name.</param>
    /// <param name="timeout">How long it waits.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="TimeoutException">They have not.</exception>
    public async Task<Address[]> ResolveAsync(Func<string, Task<IPAddress[]>> lookUp, TimeSpan timeout, TimeProvider time)
    {
        var start = time.GetTimestamp();
        while (true)
        {
            var nodes = (await Task.WhenAll(_all.Select(seed => seed.ResolveAsync(lookUp))).ConfigureAwait(false)).SelectMany(n => n).Distinct().ToArray();
            if (!_all.Any(seed => seed.IsName) || nodes.Length >= _min) return nodes;
            if (time.GetElapsedTime(start) >= timeout)
            {
                throw new TimeoutException(
                    $"The seed nodes {this} had {nodes.Length} addresses within {timeout} ({KnownKeys.Root}.lifecycle.start-timeout), and {_min} are asked for " +
                    $"({KnownKeys.Root}.node.seeds-min). Does DNS know the name on this machine, with the addresses of nodes that are only starting, too?");
            }

            await Task.Delay(s_interval, time).ConfigureAwait(false);
        }
    }

    public override string ToString() => string.Join(", ", _all.Select(seed => seed.Written));
}
