using System.Buffers.Binary;
using static MlpFast.Tests.ModelFiles.MalformedFile;

namespace MlpFast.Tests.ModelFiles;

/// <summary>Files malformed in which tensors they have, in a tensor's description, or in the data.</summary>
internal static class MalformedTensors
{
    private const string FirstWeights = "\"0.weight\":{\"dtype\":\"F32\",\"shape\":[2,3],\"data_offsets\":[0,24]},";
    private const string FirstBiases = "\"0.bias\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[24,32]}";
    private const string LastBiases = ",\"2.bias\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[48,56]}";

    public static readonly MalformedFile[] Files =
    [
        Edit("missing first weights", FirstWeights, "", "'0.weight', but it is missing"),
        Edit("missing first biases", FirstBiases + ",", "", "'0.bias', but it is missing"),
        Edit("missing last biases", LastBiases, "", "'2.bias', but it is missing"),
        Edit("a layer more", LastBiases, LastBiases + Biases("4.bias"), "tensors of 2 layers, but got '4.bias' as well"),
        Edit("same tensor twice", LastBiases, LastBiases + LastBiases, "'2.bias' once, but it is there again"),
        Edit("same tensor twice, escaped", LastBiases, LastBiases + Biases("\\u0032.bias"), "'2.bias' once"),
        Edit("tensor of an activation", LastBiases, LastBiases + Biases("1.bias"), "but got '1.bias'"),
        Edit("tensor beyond the most layers", LastBiases, LastBiases + Biases("512.bias"), "but got '512.bias'"),
        Edit("tensor of a negative layer", LastBiases, LastBiases + Biases("-2.bias"), "but got '-2.bias'"),
        Edit("tensor beyond 32 bits", LastBiases, LastBiases + Biases("4294967296.bias"), "but got '4294967296.bias'"),
        Edit("leading zero in a name", "\"2.bias\"", "\"02.bias\"", "but got '02.bias'"),
        Edit("sign in a name", "\"2.bias\"", "\"+2.bias\"", "but got '+2.bias'"),
        Edit("capital in a name", "\"2.bias\"", "\"2.Bias\"", "but got '2.Bias'"),
        Edit("other tensor", "\"2.bias\"", "\"running_mean\"", "but got 'running_mean'"),
        Edit("empty name", "\"2.bias\"", "\"\"", "but got ''"),
        Edit("number for a name", "\"2.bias\"", "\"2\"", "but got '2'"),

        Edit("tensor is null", FirstBiases, "\"0.bias\":null", "but got 'n'"),
        Edit("tensor is true", FirstBiases, "\"0.bias\":true", "but got 't'"),
        Edit("tensor is a number", FirstBiases, "\"0.bias\":1", "an object in the header, but got '1'"),
        Edit("tensor is an array", FirstBiases, "\"0.bias\":[]", "an object in the header, but got '['"),
        Edit("tensor is empty", FirstBiases, "\"0.bias\":{}", "'0.bias' to have 'dtype', but got none"),
        Edit("no data type", "\"0.bias\":{\"dtype\":\"F32\",", "\"0.bias\":{", "'0.bias' to have 'dtype', but got none"),
        Edit("no shape", "\"shape\":[2],\"data_offsets\":[24", "\"data_offsets\":[24", "have 'shape', but got none"),
        Edit("no offsets", ",\"data_offsets\":[24,32]", "", "'0.bias' to have 'data_offsets', but got none"),
        Edit("data type twice", "\"0.bias\":{", "\"0.bias\":{\"dtype\":\"F32\",", "one 'dtype', but got another"),
        Edit("data type twice, escaped", "\"0.bias\":{", "\"0.bias\":{\"dt\\u0079pe\":\"F32\",", "one 'dtype', but got another"),
        Edit("shape twice", "\"0.bias\":{", "\"0.bias\":{\"shape\":[2],", "one 'shape', but got another"),
        Edit("offsets twice", "\"0.bias\":{", "\"0.bias\":{\"data_offsets\":[24,32],", "one 'data_offsets', but got another"),
        Edit("unknown field", "\"0.bias\":{", "\"0.bias\":{\"strides\":[1],", "but got 'strides'"),
        Edit("half precision", "\"0.bias\":{\"dtype\":\"F32\"", "\"0.bias\":{\"dtype\":\"F16\"", "data type F32, but got 'F16'"),
        Edit("double precision", "\"0.bias\":{\"dtype\":\"F32\"", "\"0.bias\":{\"dtype\":\"F64\"", "data type F32, but got 'F64'"),
        Edit("unknown type", "\"0.bias\":{\"dtype\":\"F32\"", "\"0.bias\":{\"dtype\":\"f32\"", "data type F32, but got 'f32'"),
        Edit("type is a number", "\"0.bias\":{\"dtype\":\"F32\"", "\"0.bias\":{\"dtype\":32", "a string in the header, but got '32'"),
        Edit("type is an object", "\"0.bias\":{\"dtype\":\"F32\"", "\"0.bias\":{\"dtype\":{}", "a string in the header, but got '{'"),

        Edit("shape is a number", "[2,3]", "6", "an array in the header, but got '6'"),
        Edit("shape of too few dimensions", "[2,3]", "[6]", "an array of 2 integers"),
        Edit("shape of too many dimensions", "[2,3]", "[2,3,1]", "an array of 2 integers"),
        Edit("shape of no dimensions", "[2,3]", "[]", "an array of 2 integers"),
        Edit("biases of two dimensions", "[2],\"data_offsets\":[24,32]", "[1,2],\"data_offsets\":[24,32]", "an array of 1 integer"),
        Edit("nested shape", "[2,3]", "[[2],3]", "valid JSON in the header"),
        Edit("negative dimension", "[2,3]", "[-2,3]", "but got '-2'"),
        Edit("negative zero", "[2,3]", "[-0,3]", "but got '-0'"),
        Edit("fractional dimension", "[2,3]", "[2.0,3]", "but got '2.0'"),
        Edit("dimension with an exponent", "[2,3]", "[2e0,3]", "but got '2e0'"),
        Edit("dimension with a leading zero", "[2,3]", "[02,3]", "valid JSON in the header"),
        Edit("dimension as text", "[2,3]", "[\"2\",3]", "an integer in the header, but got '2'"),
        Edit("dimension beyond 32 bits", "[2,3]", "[4294967298,3]", "but got '4294967298'"),
        Edit("dimension beyond 64 bits", "[2,3]", "[18446744073709551618,3]", "but got '18446744073709551618'"),
        Edit("shape whose bytes overflow 32 bits", "[2,3]", "[1073741824,1]", "offsets 0 to 24"),
        Edit("shape whose product overflows 32 bits", "[2,3]", "[1073741824,4]", "but got 1073741824 × 4"),
        Edit("shape whose product overflows 64 bits", "[2,3]", "[4294967296,4294967296]", "but got '4294967296'"),
        Edit("shape of no elements", "[2,3],\"data_offsets\":[0,24]", "[0,3],\"data_offsets\":[0,0]", "2 × 3 elements, but got 0 × 3"),
        Edit("shape unlike the architecture", "[2,3]", "[3,2]", "2 × 3 elements, but got 3 × 2"),

        Edit("offsets too short for the shape", "[0,24]", "[0,20]", "24 bytes for 2 × 3 elements, but got offsets 0 to 20"),
        Edit("offsets too long for the shape", "[48,56]", "[48,60]", "8 bytes for 2 × 1 elements, but got offsets 48 to 60"),
        Edit("offsets in the wrong order", "[24,32]", "[32,24]", "but got offsets 32 to 24"),
        Edit("offsets that wrap around", "[24,32]", "[9223372036854775800,0]", "but got offsets 9223372036854775800 to 0"),
        Edit("offset beyond 63 bits", "[24,32]", "[9223372036854775808,32]", "but got '9223372036854775808'"),
        Edit("negative offset", "[24,32]", "[-8,0]", "but got '-8'"),
        Edit("fractional offset", "[24,32]", "[24.0,32]", "but got '24.0'"),
        Edit("one offset", "[24,32]", "[24]", "an array of 2 integers"),
        Edit("three offsets", "[24,32]", "[24,28,32]", "an array of 2 integers"),
        Edit("offsets are an object", "[24,32]", "{}", "an array in the header, but got '{'"),
        Edit("overlapping offsets", "[24,32]", "[20,28]", "'0.bias' to begin at byte 24, where the data before it ends, but got 20"),
        Edit("two tensors in one place", "[48,56]", "[24,32]", "to begin at byte 32, where the data before it ends, but got 24"),
        Edit("hole between tensors", "[48,56]", "[52,60]", "'2.bias' to begin at byte 48, where the data before it ends, but got 52"),
        Edit("hole at the start", "[0,24]", "[56,80]", "'0.bias' to begin at byte 0, where the data before it ends, but got 24"),

        new("no data", ModelBytes.File(ModelBytes.Header, []), "56 bytes of tensor data, but the file ends after 0"),
        new("data cut short", ModelBytes.File(ModelBytes.Header, ModelBytes.Data().AsSpan(..^1)), "data, but the file ends after 55"),
        new("data beyond the tensors", ModelBytes.File(ModelBytes.Header, [.. ModelBytes.Data(), 0]), "to end after 56 bytes"),
        WithNumber("weight is not a number", 0, float.NaN, "finite values in tensor '0.weight', but got NaN"),
        WithNumber("weight is infinite", 5, float.PositiveInfinity, "finite values in tensor '0.weight'"),
        WithNumber("bias is infinite", 13, float.NegativeInfinity, "finite values in tensor '2.bias'"),
    ];

    private static string Biases(string name) => $",\"{name}\":{{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[56,64]}}";

    private static MalformedFile WithNumber(string name, int index, float number, string reason)
    {
        byte[] data = ModelBytes.Data();
        BinaryPrimitives.WriteSingleLittleEndian(data.AsSpan(index * sizeof(float)), number);
        return new MalformedFile(name, ModelBytes.File(ModelBytes.Header, data), reason);
    }
}
