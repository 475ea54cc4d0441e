namespace FlowActors.Functions;

/// <summary>A sum of whole numbers. Added to by one subtask; the value may be read by any thread.</summary>
public sealed class LongCounter
{
    private long _value;

    /// <summary>The sum so far.</summary>
    public long Value => Volatile.Read(ref _value);

    /// <summary>Adds.</summary>
    public void Add(long amount) => Volatile.Write(ref _value, _value + amount);
}

/// <summary>A sum of floating-point numbers. Added to by one subtask; the value may be read by any thread.</summary>
public sealed class DoubleCounter
{
    private double _value;

    /// <summary>The sum so far.</summary>
    public double Value => Volatile.Read(ref _value);

    /// <summary>Adds.</summary>
    public void Add(double amount) => Volatile.Write(ref _value, _value + amount);
}
