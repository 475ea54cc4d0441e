namespace FlowActors;

/// <summary>
/// What an endpoint of the engine is for, in its metadata: <c>endpoint.Metadata.GetMetadata&lt;FlowActorsAccess&gt;()</c>. An application that serves the endpoints itself gives each
/// of the two its own policy by it.
/// </summary>
public sealed class FlowActorsAccess
{
    private FlowActorsAccess(bool isAdmin) => IsAdmin = isAdmin;

    /// <summary>It reads, and changes nothing.</summary>
    public static FlowActorsAccess Read { get; } = new(isAdmin: false);

    /// <summary>It acts: submits, stops, cancels, writes savepoints.</summary>
    public static FlowActorsAccess Admin { get; } = new(isAdmin: true);

    /// <summary>Whether it acts.</summary>
    public bool IsAdmin { get; }

    /// <summary>What a request of that method is for, where the endpoint does not say.</summary>
    internal static FlowActorsAccess Of(IEnumerable<string> methods) =>
        methods.All(m => m.Equals("GET", StringComparison.OrdinalIgnoreCase) || m.Equals("HEAD", StringComparison.OrdinalIgnoreCase)) ? Read : Admin;

    /// <inheritdoc/>
    public override string ToString() => IsAdmin ? "admin" : "read";
}
