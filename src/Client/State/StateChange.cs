namespace FlowActors.Client.State;

/// <summary>What is known of a key that is watched.</summary>
/// <typeparam name="TValue">The type of values.</typeparam>
/// <param name="Kind">What has happened.</param>
/// <param name="Value">What the key has; the default unless the kind is <see cref="StateChangeKind.Value"/>.</param>
/// <param name="Attempt">The number of the attempt of the job that it was seen of.</param>
/// <param name="Detail">Why it cannot be read; null unless the kind is <see cref="StateChangeKind.Unreadable"/>.</param>
public sealed record StateChange<TValue>(StateChangeKind Kind, TValue? Value, int Attempt, string? Detail = null);

/// <summary>What has happened to a key that is watched.</summary>
public enum StateChangeKind
{
    /// <summary>It has a value.</summary>
    Value,

    /// <summary>It has nothing, yet or any more.</summary>
    Absent,

    /// <summary>Its owner restarts, or cannot be reached: what it has comes with the next attempt.</summary>
    Restarting,

    /// <summary>What it has cannot be shown.</summary>
    Unreadable,
}
