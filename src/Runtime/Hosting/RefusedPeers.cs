using FlowActors.Runtime.Logging;
using Microsoft.Extensions.Logging;

namespace FlowActors.Runtime.Hosting;

/// <summary>
/// Tells the log of peers that a node refuses. One that comes again and again, as nodes do and scanners, is told of once a minute for
/// each reason. May be used from any thread.
/// </summary>
internal sealed partial class RefusedPeers(ILoggerFactory loggers, TimeProvider time)
{
    private const int RememberedMax = 256;
    private static readonly TimeSpan s_pause = TimeSpan.FromMinutes(1);

    private readonly ILogger _log = loggers.CreateLogger("FlowActors.Node");
    private readonly Lock _lock = new();
    private readonly Dictionary<string, DateTimeOffset> _told = [];

    /// <summary>A peer of the data plane.</summary>
    public void OnData(string peer, string reason)
    {
        if (IsNews(peer, reason)) DataPeerRefused(_log, peer, reason);
    }

    /// <summary>A peer of the control plane.</summary>
    public void OnControl(string peer, string reason)
    {
        if (IsNews(peer, reason)) ControlPeerRefused(_log, peer, reason);
    }

    /// <summary>A connection of the control plane that a peer has ended before anything was said.</summary>
    public void OnControlLost(string peer, string reason)
    {
        if (IsNews(peer, reason)) ControlPeerLost(_log, peer, reason);
    }

    private bool IsNews(string peer, string reason)
    {
        // The port of who has connected is another one each time.
        var colon = peer.LastIndexOf(':');
        var key = $"{(colon > 0 ? peer[..colon] : peer)} {reason}";
        var now = time.GetUtcNow();
        lock (_lock)
        {
            if (_told.TryGetValue(key, out var last) && now - last < s_pause) return false;
            if (_told.Count >= RememberedMax) _told.Clear();
            _told[key] = now;
            return true;
        }
    }

    [LoggerMessage(EventIds.DataPeerRefused, LogLevel.Warning, "A data connection from {Peer} is not taken: {Reason}")]
    private static partial void DataPeerRefused(ILogger log, string peer, string reason);

    [LoggerMessage(EventIds.ControlPeerRefused, LogLevel.Warning, "A control connection with {Peer} is refused: {Reason}")]
    private static partial void ControlPeerRefused(ILogger log, string peer, string reason);

    [LoggerMessage(EventIds.ControlPeerLost, LogLevel.Warning, "A control connection with {Peer} was not made: {Reason}")]
    private static partial void ControlPeerLost(ILogger log, string peer, string reason);
}
