using System.Runtime.CompilerServices;
using FlowActors.Serialization;

namespace FlowActors;

/// <summary>Refuses types that cannot be keys, where they are written.</summary>
internal static class KeyTypeRules
{
    /// <param name="serializers">Those of the program.</param>
    /// <param name="stream">What is partitioned, for people.</param>
    /// <exception cref="JobValidationException">The type cannot be a key.</exception>
    public static void Check<TKey>(SerializerRegistry serializers, string stream)
    {
        if (HasAnonymous(typeof(TKey)))
        {
            throw new JobValidationException(
                $"{stream} cannot be partitioned by an anonymous type ({TypeNames.Of(typeof(TKey))}): the compiler names it anew when the program " +
                "changes, and the state of its keys would not be found again. Use a tuple, as in KeyBy(x => (x.A, x.B)), or a record.");
        }

        try
        {
            serializers.GetKey<TKey>();
        }
        catch (InvalidKeyTypeException e)
        {
            throw new JobValidationException($"{stream} cannot be partitioned by {typeof(TKey)}: {e.Message}", e);
        }
    }

    private static bool HasAnonymous(Type type) =>
        (type.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false) && type.Name.Contains("AnonymousType", StringComparison.Ordinal)) ||
        type.GetGenericArguments().Any(HasAnonymous);
}
