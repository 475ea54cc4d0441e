using System.Numerics;

namespace FlowActors.Operators;

/// <summary>Folds numbers: a type instead of a delegate, so that it is compiled into the operator.</summary>
internal interface INumberFold<TNumber>
    where TNumber : INumber<TNumber>
{
    /// <summary>The name of the state: what one fold has kept is nothing to another.</summary>
    static abstract string StateName { get; }

    /// <summary>What is kept after one more number.</summary>
    static abstract TNumber Add(TNumber kept, TNumber value);
}

/// <summary>The sum; one that is too large for its type is an error.</summary>
internal readonly struct SumFold<TNumber> : INumberFold<TNumber>
    where TNumber : INumber<TNumber>
{
    public static string StateName => "sum";

    public static TNumber Add(TNumber kept, TNumber value) => checked(kept + value);
}

/// <summary>The smallest; NaN as soon as there is one.</summary>
internal readonly struct MinFold<TNumber> : INumberFold<TNumber>
    where TNumber : INumber<TNumber>
{
    public static string StateName => "min";

    public static TNumber Add(TNumber kept, TNumber value) => TNumber.Min(kept, value);
}

/// <summary>The greatest; NaN as soon as there is one.</summary>
internal readonly struct MaxFold<TNumber> : INumberFold<TNumber>
    where TNumber : INumber<TNumber>
{
    public static string StateName => "max";

    public static TNumber Add(TNumber kept, TNumber value) => TNumber.Max(kept, value);
}
