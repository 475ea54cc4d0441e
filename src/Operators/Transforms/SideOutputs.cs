using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using FlowActors.Functions;
using FlowActors.Serialization;

namespace FlowActors.Operators;

/// <summary>
/// The side outputs of one operator, by tag. A tag is looked up by its id when it is met first, and from then on found by its reference
/// among the few that were met.
/// </summary>
internal sealed class SideOutputs(OperatorContext context, UserCall call)
{
    /// <summary>Tags that are made anew for each record are looked up by their ids instead of being kept.</summary>
    private const int KnownMax = 64;

    private readonly ExecutionCursor _cursor = context.Cursor;
    private readonly int _index = context.ChainIndex;
    private Known[] _known = [];

    /// <summary>Emits a record; it is dropped where nobody reads the output.</summary>
    /// <exception cref="InvalidOperationException">No call is under way, or the id stands for another type too.</exception>
    public void Collect<T>(OutputTag<T> tag, T value, long timestamp)
    {
        call.Check();
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

        var output = context.GetSideOutput(tag);
        if (_known.Length < KnownMax) _known = [.. _known, new Known(tag, output)];
        return output;
    }

    [DoesNotReturn]
    private void ThrowNull() => throw new InvalidOperationException(
        $"A side output of operator '{context.OperatorName}' was given null for its tag: make one, as in new OutputTag<string>(\"late\").");

    [DoesNotReturn]
    private void ThrowOtherType(OutputTag tag, Type other) => throw new InvalidOperationException(
        $"Operator '{context.OperatorName}' emits records of {TypeNames.Of(other)} and of {TypeNames.Of(tag.RecordType)} to the side output " +
        $"'{tag.Id}': an id stands for one type, so give one of the tags another id.");

    private readonly record struct Known(OutputTag Tag, object? Output);
}
