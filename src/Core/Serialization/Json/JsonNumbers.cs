namespace FlowActors.Serialization.Json;

/// <summary>How numbers are shown that a double cannot hold.</summary>
internal enum JsonNumbers
{
    /// <summary>As JSON numbers with all their digits; a reader that makes doubles of them, as those of browsers do, loses the last ones.</summary>
    Exact,

    /// <summary>Integers beyond 2^53, and decimals of more than 15 digits, as texts.</summary>
    Text,
}
