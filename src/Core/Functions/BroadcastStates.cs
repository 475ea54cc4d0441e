using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using FlowActors.Operators;
using FlowActors.State;

namespace FlowActors.Functions;

/// <summary>
/// The broadcast states of one operator. All that its broadcast side was given are registered at once, so that a snapshot holds them whether
/// they were touched or not; they are found by the reference of their descriptor. Contexts have them for <see cref="BroadcastContextStates"/>: a
/// class, as a generic method of an interface is looked up anew at each call.
/// </summary>
public sealed class BroadcastStates
{
    /// <summary>Descriptors that are made anew for each record are looked up by their names instead of being kept.</summary>
    private const int KnownMax = 64;

    private readonly OperatorContext _context;
    private readonly HashSet<string> _names;
    private Known[] _known;

    internal BroadcastStates(OperatorContext context, IReadOnlyList<MapStateDescriptor> descriptors)
    {
        _context = context;
        _names = [.. descriptors.Select(d => d.Name)];
        _known = [.. descriptors.Select(d => new Known(d, d.Broadcast(context.OperatorState)))];
    }

    /// <summary>From here on they are changed in calls for records of the broadcast side only: what restored or opened them is done.</summary>
    internal void WriteOnlyIn(UserCall call)
    {
        foreach (var known in _known) (known.State as IBroadcastStateGuard)?.WriteOnlyIn(call);
    }

    /// <exception cref="InvalidOperationException">The broadcast side was not given it.</exception>
    internal IBroadcastState<TMapKey, TMapValue> Get<TMapKey, TMapValue>(MapStateDescriptor<TMapKey, TMapValue> descriptor)
        where TMapKey : notnull
    {
        foreach (ref readonly var known in _known.AsSpan())
        {
            // The reference says the types.
            if (ReferenceEquals(known.Descriptor, descriptor)) return Unsafe.As<IBroadcastState<TMapKey, TMapValue>>(known.State);
        }

        return Resolve(descriptor);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private IBroadcastState<TMapKey, TMapValue> Resolve<TMapKey, TMapValue>(MapStateDescriptor<TMapKey, TMapValue> descriptor)
        where TMapKey : notnull
    {
        ArgumentNullException.ThrowIfNull(descriptor);
        if (!_names.Contains(descriptor.Name)) ThrowUnknown(descriptor.Name);
        var state = _context.OperatorState.GetBroadcastState(descriptor);
        if (_known.Length < KnownMax) _known = [.. _known, new Known(descriptor, state)];
        return state;
    }

    [DoesNotReturn]
    private void ThrowUnknown(string name) => throw new InvalidOperationException(
        $"Operator '{_context.OperatorName}' asks for the broadcast state '{name}', and its broadcast side was given " +
        $"{string.Join(", ", _names.Select(n => $"'{n}'"))}. Give the descriptor to Broadcast too, as in rules.Broadcast(first, second).");

    private readonly record struct Known(MapStateDescriptor Descriptor, object State);
}
