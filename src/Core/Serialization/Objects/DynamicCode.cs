using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;

namespace FlowActors.Serialization;

/// <summary>
/// Makes the assembly of one emitted type. Each type has its own, because the runtime reads an assembly's
/// IgnoresAccessChecksTo attributes, which let the code see internal and private members, only once.
/// </summary>
internal static class DynamicCode
{
    public static TypeBuilder DefineStruct(string name, IEnumerable<Type> seen)
    {
        var assembly = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName($"FlowActors.Emitted.{name}"), AssemblyBuilderAccess.Run);
        var attribute = typeof(IgnoresAccessChecksToAttribute).GetConstructor([typeof(string)])!;
        var names = seen.SelectMany(AssembliesOf).Append(typeof(DynamicCode).Assembly).Select(a => a.GetName().Name!).Distinct();
        foreach (var accessed in names) assembly.SetCustomAttribute(new CustomAttributeBuilder(attribute, [accessed]));
        const TypeAttributes attributes = TypeAttributes.Public | TypeAttributes.Sealed | TypeAttributes.SequentialLayout | TypeAttributes.BeforeFieldInit;
        return assembly.DefineDynamicModule("Emitted").DefineType(name, attributes, typeof(ValueType));
    }

    /// <summary>Begins the implementation of an interface's method.</summary>
    public static ILGenerator Implement(TypeBuilder type, Type contract, string name)
    {
        var method = contract.GetMethod(name)!;
        var builder = type.DefineMethod(
            name,
            MethodAttributes.Public | MethodAttributes.Virtual | MethodAttributes.Final | MethodAttributes.HideBySig | MethodAttributes.NewSlot,
            method.ReturnType,
            [.. method.GetParameters().Select(p => p.ParameterType)]);
        type.DefineMethodOverride(builder, method);
        return builder.GetILGenerator();
    }

    private static IEnumerable<Assembly> AssembliesOf(Type type)
    {
        if (type.HasElementType) return AssembliesOf(type.GetElementType()!);
        return type.GetGenericArguments().SelectMany(AssembliesOf).Append(type.Assembly);
    }
}
