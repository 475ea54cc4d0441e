using FlowActors.Operators;

namespace FlowActors.Sources;

/// <summary>A generator's function that notes the number it works on, for a failure to show.</summary>
internal sealed class NumberAtHand<T>(Func<long, T> generate, ExecutionCursor cursor) : IRecordAtHand
{
    private long _number;

    public object Record => _number;

    public T Generate(long number)
    {
        _number = number;
        cursor.AtHand = this;
        var made = generate(number);
        cursor.AtHand = null;
        return made;
    }
}
