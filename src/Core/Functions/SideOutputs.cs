using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using FlowActors.Operators;
using FlowActors.Serialization;

namespace FlowActors.Functions;

/// <summary>
/// The side outputs of one operator, by tag. A tag is looked up by its id when it is met first, and from then on found by its reference
/// among the few that were met. Contexts have it for <see cref="ProcessContextOutputs"/>: a class, as a generic method of an interface is looked up anew
/// at each call, which takes longer than all the rest.
/// </summary>
public sealed class SideOutputs
{
    /// <summary>Tags that are made anew for each record are looked up by their ids instead of being kept.</summary>
    private const int KnownMax = 64;

    private readonly OperatorContext _context;
    private readonly UserCall _call;
    private readonly ExecutionCursor _cursor;
    private readonly int _index;
    private Known[] _known = [];

    /// <param name="context">The operator's surroundings.</param>
    /// <param name="call">The calls of user code in which records may be emitted.</param>
    internal SideOutputs(OperatorContext context, UserCall call)
    {
        (_context, _call) = (context, call);
        (_cursor, _index) = (context.Cursor, context.ChainIndex);
    }

    /// <summary>Emits a record with the timestamp of the record at hand; it is dropped where nobody reads the output.</summary>
    /// <exception cref="InvalidOperationException">No call is under way, or the id stands for another type too.</exception>
    internal void Collect<T>(OutputTag<T> tag, T value) => Collect(tag, value, _call.Timestamp);

    /// <summary>Emits a record; it is dropped where nobody reads the output.</summary>
    /// <exception cref="InvalidOperationException">No call is under way, or the id stands for another type too.</exception>
    internal void Collect<T>(OutputTag<T> tag, T value, long timestamp)
    {
        _call.Check();
        var output = Find(tag);
        if (output is null) return;
        output.Collect(value, timestamp);
        // As for the main output: user code goes on after the call.
        _cursor.ChainIndex = _index;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Output<T>? Find<T>(OutputTag<T> tag)
    {
        foreach (ref readonly var known in _known.AsSpan())
        {
            // The reference says the type.
            if (ReferenceEquals(known.Tag, tag)) return Unsafe.As<Output<T>?>(known.Output);
        }

        return Resolve(tag);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private Output<T>? Resolve<T>(OutputTag<T> tag)
    {
        if (tag is null) ThrowNull();
        foreach (var known in _known)
        {
            if (known.Tag.Id == tag.Id && known.Tag.RecordType != typeof(T)) ThrowOtherType(tag, known.Tag.RecordType);
        }

        var output = _context.GetSideOutput(tag);
        if (_known.Length < KnownMax) _known = [.. _known, new Known(tag, output)];
        return output;
    }

    [DoesNotReturn]
    private void ThrowNull() => throw new InvalidOperationException(
        $"A side output of operator '{_context.OperatorName}' was given null for its tag: make one, as in new OutputTag<string>(\"late\").");

    [DoesNotReturn]
    private void ThrowOtherType(OutputTag tag, Type other) => throw new InvalidOperationException(
        $"Operator '{_context.OperatorName}' emits records of {TypeNames.Of(other)} and of {TypeNames.Of(tag.RecordType)} to the side output " +
        $"'{tag.Id}': an id stands for one type, so give one of the tags another id.");

    private readonly record struct Known(OutputTag Tag, object? Output);
}
