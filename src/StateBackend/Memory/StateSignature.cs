using FlowActors.Serialization;

namespace FlowActors.State.Memory;

/// <summary>What a name stands for: a kind of state and its types.</summary>
internal readonly record struct StateSignature(string Kind, Type First, Type? Second = null, Type? Third = null)
{
    public override string ToString()
    {
        var types = new[] { First, Second, Third }.OfType<Type>().Select(TypeNames.Of);
        return $"{Kind} state of {string.Join(", ", types)}";
    }
}
