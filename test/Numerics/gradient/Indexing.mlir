// Gathers, scatters and triangles.
//
// Indices are drawn with repetitions and from both ends.

func.func @gather_rows(%d: tensor<4x3xf64>, %i: tensor<2x3xi64> {numerics.range = [-4, 3]}) -> tensor<2x3x3xf64> {
  %y = neap.gather %d, %i {axis = 0 : i64} : (tensor<4x3xf64>, tensor<2x3xi64>) -> tensor<2x3x3xf64>
  return %y : tensor<2x3x3xf64>
}

func.func @gather_columns(%d: tensor<3x5x2xf64>, %i: tensor<4xi32> {numerics.range = [0, 4]}) -> tensor<3x4x2xf64> {
  %y = neap.gather %d, %i {axis = 1 : i64} : (tensor<3x5x2xf64>, tensor<4xi32>) -> tensor<3x4x2xf64>
  return %y : tensor<3x4x2xf64>
}

func.func @gather_one(%d: tensor<3x5xf64>, %i: tensor<i64> {numerics.range = [-5, 4]}) -> tensor<3xf64> {
  %y = neap.gather %d, %i {axis = 1 : i64} : (tensor<3x5xf64>, tensor<i64>) -> tensor<3xf64>
  return %y : tensor<3xf64>
}

func.func @gather_elements(%d: tensor<3x5xf64>, %i: tensor<3x4xi64> {numerics.range = [-5, 4]}) -> tensor<3x4xf64> {
  %y = neap.gather_elements %d, %i {axis = 1 : i64} : (tensor<3x5xf64>, tensor<3x4xi64>) -> tensor<3x4xf64>
  return %y : tensor<3x4xf64>
}

func.func @gather_elements_fewer_rows(%d: tensor<3x5xf64>, %i: tensor<6x2xi64> {numerics.range = [0, 2]}) -> tensor<6x2xf64> {
  %y = neap.gather_elements %d, %i {axis = 0 : i64} : (tensor<3x5xf64>, tensor<6x2xi64>) -> tensor<6x2xf64>
  return %y : tensor<6x2xf64>
}

func.func @gather_nd_elements(%d: tensor<3x3xf64>, %i: tensor<5x2xi64> {numerics.range = [-3, 2]}) -> tensor<5xf64> {
  %y = neap.gather_nd %d, %i : (tensor<3x3xf64>, tensor<5x2xi64>) -> tensor<5xf64>
  return %y : tensor<5xf64>
}

func.func @gather_nd_slices(%d: tensor<3x4x2xf64>, %i: tensor<2x2x1xi64> {numerics.range = [0, 2]}) -> tensor<2x2x4x2xf64> {
  %y = neap.gather_nd %d, %i : (tensor<3x4x2xf64>, tensor<2x2x1xi64>) -> tensor<2x2x4x2xf64>
  return %y : tensor<2x2x4x2xf64>
}

func.func @gather_nd_batch(%d: tensor<2x4x3xf64>, %i: tensor<2x3x1xi64> {numerics.range = [0, 3]}) -> tensor<2x3x3xf64> {
  %y = neap.gather_nd %d, %i {batch_dims = 1 : i64} : (tensor<2x4x3xf64>, tensor<2x3x1xi64>) -> tensor<2x3x3xf64>
  return %y : tensor<2x3x3xf64>
}

func.func @gather_backward(%d: tensor<2x4x3xf64>, %i: tensor<4xi64> {numerics.range = [-5, 4]}) -> tensor<2x5x3xf64> {
  %y = neap.gather_backward %d, %i {axis = 1 : i64, shape = array<i64: 2, 5, 3>} : (tensor<2x4x3xf64>, tensor<4xi64>) -> tensor<2x5x3xf64>
  return %y : tensor<2x5x3xf64>
}

func.func @scatter_elements_add(%d: tensor<3x4xf64>, %i: tensor<2x4xi64> {numerics.range = [-3, 2]}, %u: tensor<2x4xf64>) -> tensor<3x4xf64> {
  %y = neap.scatter_elements add %d, %i, %u {axis = 0 : i64} : (tensor<3x4xf64>, tensor<2x4xi64>, tensor<2x4xf64>) -> tensor<3x4xf64>
  return %y : tensor<3x4xf64>
}

func.func @scatter_nd_add(%d: tensor<4x3xf64>, %i: tensor<5x1xi64> {numerics.range = [0, 3]}, %u: tensor<5x3xf64>) -> tensor<4x3xf64> {
  %y = neap.scatter_nd add %d, %i, %u : (tensor<4x3xf64>, tensor<5x1xi64>, tensor<5x3xf64>) -> tensor<4x3xf64>
  return %y : tensor<4x3xf64>
}

func.func @scatter_elements_mul(%d: tensor<3x4xf64>, %i: tensor<2x4xi64> {numerics.range = [-3, 2]}, %u: tensor<2x4xf64>) -> tensor<3x4xf64> {
  %y = neap.scatter_elements mul %d, %i, %u {axis = 0 : i64} : (tensor<3x4xf64>, tensor<2x4xi64>, tensor<2x4xf64>) -> tensor<3x4xf64>
  return %y : tensor<3x4xf64>
}

func.func @scatter_nd_mul(%d: tensor<4x3xf64>, %i: tensor<5x1xi64> {numerics.range = [0, 3]}, %u: tensor<5x3xf64>) -> tensor<4x3xf64> {
  %y = neap.scatter_nd mul %d, %i, %u : (tensor<4x3xf64>, tensor<5x1xi64>, tensor<5x3xf64>) -> tensor<4x3xf64>
  return %y : tensor<4x3xf64>
}

func.func @scatter_elements_max(%d: tensor<3x4xf64>, %i: tensor<2x4xi64> {numerics.range = [-3, 2]}, %u: tensor<2x4xf64>) -> tensor<3x4xf64> {
  %y = neap.scatter_elements max %d, %i, %u {axis = 0 : i64} : (tensor<3x4xf64>, tensor<2x4xi64>, tensor<2x4xf64>) -> tensor<3x4xf64>
  return %y : tensor<3x4xf64>
}

func.func @scatter_nd_max(%d: tensor<4x3xf64>, %i: tensor<5x1xi64> {numerics.range = [0, 3]}, %u: tensor<5x3xf64>) -> tensor<4x3xf64> {
  %y = neap.scatter_nd max %d, %i, %u : (tensor<4x3xf64>, tensor<5x1xi64>, tensor<5x3xf64>) -> tensor<4x3xf64>
  return %y : tensor<4x3xf64>
}

func.func @scatter_elements_min(%d: tensor<3x4xf64>, %i: tensor<2x4xi64> {numerics.range = [-3, 2]}, %u: tensor<2x4xf64>) -> tensor<3x4xf64> {
  %y = neap.scatter_elements min %d, %i, %u {axis = 0 : i64} : (tensor<3x4xf64>, tensor<2x4xi64>, tensor<2x4xf64>) -> tensor<3x4xf64>
  return %y : tensor<3x4xf64>
}

func.func @scatter_nd_min(%d: tensor<4x3xf64>, %i: tensor<5x1xi64> {numerics.range = [0, 3]}, %u: tensor<5x3xf64>) -> tensor<4x3xf64> {
  %y = neap.scatter_nd min %d, %i, %u : (tensor<4x3xf64>, tensor<5x1xi64>, tensor<5x3xf64>) -> tensor<4x3xf64>
  return %y : tensor<4x3xf64>
}

func.func @scatter_elements_none(%d: tensor<2x5xf64>, %u: tensor<2x3xf64>) -> tensor<2x5xf64> {
  %i = neap.constant dense<[[1, 4, 0], [-1, 2, 0]]> : tensor<2x3xi64>
  %y = neap.scatter_elements none %d, %i, %u {axis = 1 : i64} : (tensor<2x5xf64>, tensor<2x3xi64>, tensor<2x3xf64>) -> tensor<2x5xf64>
  return %y : tensor<2x5xf64>
}

func.func @scatter_nd_none(%d: tensor<4x3xf64>, %u: tensor<3xf64>) -> tensor<4x3xf64> {
  %i = neap.constant dense<[[0, 1], [3, -1], [2, 0]]> : tensor<3x2xi64>
  %y = neap.scatter_nd none %d, %i, %u : (tensor<4x3xf64>, tensor<3x2xi64>, tensor<3xf64>) -> tensor<4x3xf64>
  return %y : tensor<4x3xf64>
}

func.func @scatter_nd_batch(%d: tensor<2x4xf64>, %u: tensor<2x3xf64>, %i: tensor<2x3x1xi64> {numerics.range = [0, 3]}) -> tensor<2x4xf64> {
  %y = neap.scatter_nd add %d, %i, %u {batch_dims = 1 : i64} : (tensor<2x4xf64>, tensor<2x3x1xi64>, tensor<2x3xf64>) -> tensor<2x4xf64>
  return %y : tensor<2x4xf64>
}

func.func @scatter_elements_mul_with_zeros(%d: tensor<4xf64>, %x: tensor<2xf64>, %zero: tensor<2xf64> {numerics.range = [0.0, 0.0]}) -> tensor<4xf64> {
  %u = neap.concat %x, %zero axis 0 : (tensor<2xf64>, tensor<2xf64>) -> tensor<4xf64>
  %i = neap.constant dense<[1, 2, 1, 3]> : tensor<4xi64>
  %y = neap.scatter_elements mul %d, %i, %u {axis = 0 : i64} : (tensor<4xf64>, tensor<4xi64>, tensor<4xf64>) -> tensor<4xf64>
  return %y : tensor<4xf64>
}

func.func @trilu_upper(%x: tensor<2x4x3xf64>) -> tensor<2x4x3xf64> {
  %y = neap.trilu %x : tensor<2x4x3xf64>
  return %y : tensor<2x4x3xf64>
}

func.func @trilu_lower(%x: tensor<2x4x3xf64>) -> tensor<2x4x3xf64> {
  %y = neap.trilu %x {k = 1 : i64, upper = false} : tensor<2x4x3xf64>
  return %y : tensor<2x4x3xf64>
}

func.func @trilu_above_the_diagonal(%x: tensor<2x4x3xf64>) -> tensor<2x4x3xf64> {
  %y = neap.trilu %x {k = 2 : i64} : tensor<2x4x3xf64>
  return %y : tensor<2x4x3xf64>
}
