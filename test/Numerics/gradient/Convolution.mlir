// Convolutions and their adjoints against central differences: one case a function. The adjoints' own gradients are the
// other two forms.

func.func @convolution_plain(%x: tensor<2x2x5x4xf64>, %w: tensor<3x2x3x2xf64>) -> tensor<2x3x3x3xf64> {
  %y = neap.convolution %x, %w strides [1, 1] dilations [1, 1] pads [0, 0] to [0, 0] group 1
      : (tensor<2x2x5x4xf64>, tensor<3x2x3x2xf64>) -> tensor<2x3x3x3xf64>
  return %y : tensor<2x3x3x3xf64>
}

func.func @convolution_backward_data_plain(%dy: tensor<2x3x3x3xf64>, %w: tensor<3x2x3x2xf64>) -> tensor<2x2x5x4xf64> {
  %dx = neap.convolution_backward_data %dy, %w size [5, 4] strides [1, 1] dilations [1, 1] pads [0, 0] to [0, 0] group 1
      : (tensor<2x3x3x3xf64>, tensor<3x2x3x2xf64>) -> tensor<2x2x5x4xf64>
  return %dx : tensor<2x2x5x4xf64>
}

func.func @convolution_backward_weights_plain(%x: tensor<2x2x5x4xf64>, %dy: tensor<2x3x3x3xf64>) -> tensor<3x2x3x2xf64> {
  %dw = neap.convolution_backward_weights %x, %dy kernel [3, 2] strides [1, 1] dilations [1, 1] pads [0, 0] to [0, 0] group 1
      : (tensor<2x2x5x4xf64>, tensor<2x3x3x3xf64>) -> tensor<3x2x3x2xf64>
  return %dw : tensor<3x2x3x2xf64>
}

func.func @convolution_padded(%x: tensor<1x2x4x5xf64>, %w: tensor<2x2x3x3xf64>) -> tensor<1x2x4x5xf64> {
  %y = neap.convolution %x, %w strides [1, 1] dilations [1, 1] pads [1, 1] to [1, 1] group 1
      : (tensor<1x2x4x5xf64>, tensor<2x2x3x3xf64>) -> tensor<1x2x4x5xf64>
  return %y : tensor<1x2x4x5xf64>
}

func.func @convolution_backward_data_padded(%dy: tensor<1x2x4x5xf64>, %w: tensor<2x2x3x3xf64>) -> tensor<1x2x4x5xf64> {
  %dx = neap.convolution_backward_data %dy, %w size [4, 5] strides [1, 1] dilations [1, 1] pads [1, 1] to [1, 1] group 1
      : (tensor<1x2x4x5xf64>, tensor<2x2x3x3xf64>) -> tensor<1x2x4x5xf64>
  return %dx : tensor<1x2x4x5xf64>
}

func.func @convolution_backward_weights_padded(%x: tensor<1x2x4x5xf64>, %dy: tensor<1x2x4x5xf64>) -> tensor<2x2x3x3xf64> {
  %dw = neap.convolution_backward_weights %x, %dy kernel [3, 3] strides [1, 1] dilations [1, 1] pads [1, 1] to [1, 1] group 1
      : (tensor<1x2x4x5xf64>, tensor<1x2x4x5xf64>) -> tensor<2x2x3x3xf64>
  return %dw : tensor<2x2x3x3xf64>
}

func.func @convolution_asymmetric_pads(%x: tensor<1x2x4x4xf64>, %w: tensor<2x2x3x3xf64>) -> tensor<1x2x4x3xf64> {
  %y = neap.convolution %x, %w strides [1, 1] dilations [1, 1] pads [2, 0] to [0, 1] group 1
      : (tensor<1x2x4x4xf64>, tensor<2x2x3x3xf64>) -> tensor<1x2x4x3xf64>
  return %y : tensor<1x2x4x3xf64>
}

func.func @convolution_backward_data_asymmetric_pads(%dy: tensor<1x2x4x3xf64>, %w: tensor<2x2x3x3xf64>) -> tensor<1x2x4x4xf64> {
  %dx = neap.convolution_backward_data %dy, %w size [4, 4] strides [1, 1] dilations [1, 1] pads [2, 0] to [0, 1] group 1
      : (tensor<1x2x4x3xf64>, tensor<2x2x3x3xf64>) -> tensor<1x2x4x4xf64>
  return %dx : tensor<1x2x4x4xf64>
}

func.func @convolution_backward_weights_asymmetric_pads(%x: tensor<1x2x4x4xf64>, %dy: tensor<1x2x4x3xf64>) -> tensor<2x2x3x3xf64> {
  %dw = neap.convolution_backward_weights %x, %dy kernel [3, 3] strides [1, 1] dilations [1, 1] pads [2, 0] to [0, 1] group 1
      : (tensor<1x2x4x4xf64>, tensor<1x2x4x3xf64>) -> tensor<2x2x3x3xf64>
  return %dw : tensor<2x2x3x3xf64>
}

func.func @convolution_pads_beyond_the_window(%x: tensor<1x1x3x3xf64>, %w: tensor<1x1x2x2xf64>) -> tensor<1x1x7x7xf64> {
  %y = neap.convolution %x, %w strides [1, 1] dilations [1, 1] pads [3, 2] to [2, 3] group 1
      : (tensor<1x1x3x3xf64>, tensor<1x1x2x2xf64>) -> tensor<1x1x7x7xf64>
  return %y : tensor<1x1x7x7xf64>
}

func.func @convolution_backward_data_pads_beyond_the_window(%dy: tensor<1x1x7x7xf64>, %w: tensor<1x1x2x2xf64>) -> tensor<1x1x3x3xf64> {
  %dx = neap.convolution_backward_data %dy, %w size [3, 3] strides [1, 1] dilations [1, 1] pads [3, 2] to [2, 3] group 1
      : (tensor<1x1x7x7xf64>, tensor<1x1x2x2xf64>) -> tensor<1x1x3x3xf64>
  return %dx : tensor<1x1x3x3xf64>
}

func.func @convolution_backward_weights_pads_beyond_the_window(%x: tensor<1x1x3x3xf64>, %dy: tensor<1x1x7x7xf64>) -> tensor<1x1x2x2xf64> {
  %dw = neap.convolution_backward_weights %x, %dy kernel [2, 2] strides [1, 1] dilations [1, 1] pads [3, 2] to [2, 3] group 1
      : (tensor<1x1x3x3xf64>, tensor<1x1x7x7xf64>) -> tensor<1x1x2x2xf64>
  return %dw : tensor<1x1x2x2xf64>
}

func.func @convolution_cropping_pads(%x: tensor<1x2x6x5xf64>, %w: tensor<1x2x2x2xf64>) -> tensor<1x1x4x2xf64> {
  %y = neap.convolution %x, %w strides [1, 1] dilations [1, 1] pads [-1, 0] to [0, -2] group 1
      : (tensor<1x2x6x5xf64>, tensor<1x2x2x2xf64>) -> tensor<1x1x4x2xf64>
  return %y : tensor<1x1x4x2xf64>
}

func.func @convolution_backward_data_cropping_pads(%dy: tensor<1x1x4x2xf64>, %w: tensor<1x2x2x2xf64>) -> tensor<1x2x6x5xf64> {
  %dx = neap.convolution_backward_data %dy, %w size [6, 5] strides [1, 1] dilations [1, 1] pads [-1, 0] to [0, -2] group 1
      : (tensor<1x1x4x2xf64>, tensor<1x2x2x2xf64>) -> tensor<1x2x6x5xf64>
  return %dx : tensor<1x2x6x5xf64>
}

func.func @convolution_backward_weights_cropping_pads(%x: tensor<1x2x6x5xf64>, %dy: tensor<1x1x4x2xf64>) -> tensor<1x2x2x2xf64> {
  %dw = neap.convolution_backward_weights %x, %dy kernel [2, 2] strides [1, 1] dilations [1, 1] pads [-1, 0] to [0, -2] group 1
      : (tensor<1x2x6x5xf64>, tensor<1x1x4x2xf64>) -> tensor<1x2x2x2xf64>
  return %dw : tensor<1x2x2x2xf64>
}

func.func @convolution_strided(%x: tensor<2x2x6x5xf64>, %w: tensor<2x2x3x2xf64>) -> tensor<2x2x3x2xf64> {
  %y = neap.convolution %x, %w strides [2, 3] dilations [1, 1] pads [1, 0] to [1, 1] group 1
      : (tensor<2x2x6x5xf64>, tensor<2x2x3x2xf64>) -> tensor<2x2x3x2xf64>
  return %y : tensor<2x2x3x2xf64>
}

func.func @convolution_backward_data_strided(%dy: tensor<2x2x3x2xf64>, %w: tensor<2x2x3x2xf64>) -> tensor<2x2x6x5xf64> {
  %dx = neap.convolution_backward_data %dy, %w size [6, 5] strides [2, 3] dilations [1, 1] pads [1, 0] to [1, 1] group 1
      : (tensor<2x2x3x2xf64>, tensor<2x2x3x2xf64>) -> tensor<2x2x6x5xf64>
  return %dx : tensor<2x2x6x5xf64>
}

func.func @convolution_backward_weights_strided(%x: tensor<2x2x6x5xf64>, %dy: tensor<2x2x3x2xf64>) -> tensor<2x2x3x2xf64> {
  %dw = neap.convolution_backward_weights %x, %dy kernel [3, 2] strides [2, 3] dilations [1, 1] pads [1, 0] to [1, 1] group 1
      : (tensor<2x2x6x5xf64>, tensor<2x2x3x2xf64>) -> tensor<2x2x3x2xf64>
  return %dw : tensor<2x2x3x2xf64>
}

func.func @convolution_strides_that_skip_elements(%x: tensor<1x2x8x7xf64>, %w: tensor<2x2x2x1xf64>) -> tensor<1x2x3x2xf64> {
  %y = neap.convolution %x, %w strides [3, 4] dilations [1, 1] pads [0, 0] to [0, 0] group 1
      : (tensor<1x2x8x7xf64>, tensor<2x2x2x1xf64>) -> tensor<1x2x3x2xf64>
  return %y : tensor<1x2x3x2xf64>
}

func.func @convolution_backward_data_strides_that_skip_elements(%dy: tensor<1x2x3x2xf64>, %w: tensor<2x2x2x1xf64>) -> tensor<1x2x8x7xf64> {
  %dx = neap.convolution_backward_data %dy, %w size [8, 7] strides [3, 4] dilations [1, 1] pads [0, 0] to [0, 0] group 1
      : (tensor<1x2x3x2xf64>, tensor<2x2x2x1xf64>) -> tensor<1x2x8x7xf64>
  return %dx : tensor<1x2x8x7xf64>
}

func.func @convolution_backward_weights_strides_that_skip_elements(%x: tensor<1x2x8x7xf64>, %dy: tensor<1x2x3x2xf64>) -> tensor<2x2x2x1xf64> {
  %dw = neap.convolution_backward_weights %x, %dy kernel [2, 1] strides [3, 4] dilations [1, 1] pads [0, 0] to [0, 0] group 1
      : (tensor<1x2x8x7xf64>, tensor<1x2x3x2xf64>) -> tensor<2x2x2x1xf64>
  return %dw : tensor<2x2x2x1xf64>
}

func.func @convolution_dilated(%x: tensor<1x2x7x6xf64>, %w: tensor<2x2x3x2xf64>) -> tensor<1x2x4x6xf64> {
  %y = neap.convolution %x, %w strides [1, 1] dilations [2, 3] pads [1, 1] to [0, 2] group 1
      : (tensor<1x2x7x6xf64>, tensor<2x2x3x2xf64>) -> tensor<1x2x4x6xf64>
  return %y : tensor<1x2x4x6xf64>
}

func.func @convolution_backward_data_dilated(%dy: tensor<1x2x4x6xf64>, %w: tensor<2x2x3x2xf64>) -> tensor<1x2x7x6xf64> {
  %dx = neap.convolution_backward_data %dy, %w size [7, 6] strides [1, 1] dilations [2, 3] pads [1, 1] to [0, 2] group 1
      : (tensor<1x2x4x6xf64>, tensor<2x2x3x2xf64>) -> tensor<1x2x7x6xf64>
  return %dx : tensor<1x2x7x6xf64>
}

func.func @convolution_backward_weights_dilated(%x: tensor<1x2x7x6xf64>, %dy: tensor<1x2x4x6xf64>) -> tensor<2x2x3x2xf64> {
  %dw = neap.convolution_backward_weights %x, %dy kernel [3, 2] strides [1, 1] dilations [2, 3] pads [1, 1] to [0, 2] group 1
      : (tensor<1x2x7x6xf64>, tensor<1x2x4x6xf64>) -> tensor<2x2x3x2xf64>
  return %dw : tensor<2x2x3x2xf64>
}

func.func @convolution_strided_and_dilated(%x: tensor<1x1x9x8xf64>, %w: tensor<2x1x3x3xf64>) -> tensor<1x2x4x5xf64> {
  %y = neap.convolution %x, %w strides [2, 2] dilations [2, 1] pads [1, 2] to [2, 1] group 1
      : (tensor<1x1x9x8xf64>, tensor<2x1x3x3xf64>) -> tensor<1x2x4x5xf64>
  return %y : tensor<1x2x4x5xf64>
}

func.func @convolution_backward_data_strided_and_dilated(%dy: tensor<1x2x4x5xf64>, %w: tensor<2x1x3x3xf64>) -> tensor<1x1x9x8xf64> {
  %dx = neap.convolution_backward_data %dy, %w size [9, 8] strides [2, 2] dilations [2, 1] pads [1, 2] to [2, 1] group 1
      : (tensor<1x2x4x5xf64>, tensor<2x1x3x3xf64>) -> tensor<1x1x9x8xf64>
  return %dx : tensor<1x1x9x8xf64>
}

func.func @convolution_backward_weights_strided_and_dilated(%x: tensor<1x1x9x8xf64>, %dy: tensor<1x2x4x5xf64>) -> tensor<2x1x3x3xf64> {
  %dw = neap.convolution_backward_weights %x, %dy kernel [3, 3] strides [2, 2] dilations [2, 1] pads [1, 2] to [2, 1] group 1
      : (tensor<1x1x9x8xf64>, tensor<1x2x4x5xf64>) -> tensor<2x1x3x3xf64>
  return %dw : tensor<2x1x3x3xf64>
}

func.func @convolution_grouped(%x: tensor<2x4x4x3xf64>, %w: tensor<6x2x2x2xf64>) -> tensor<2x6x4x3xf64> {
  %y = neap.convolution %x, %w strides [1, 1] dilations [1, 1] pads [1, 0] to [0, 1] group 2
      : (tensor<2x4x4x3xf64>, tensor<6x2x2x2xf64>) -> tensor<2x6x4x3xf64>
  return %y : tensor<2x6x4x3xf64>
}

func.func @convolution_backward_data_grouped(%dy: tensor<2x6x4x3xf64>, %w: tensor<6x2x2x2xf64>) -> tensor<2x4x4x3xf64> {
  %dx = neap.convolution_backward_data %dy, %w size [4, 3] strides [1, 1] dilations [1, 1] pads [1, 0] to [0, 1] group 2
      : (tensor<2x6x4x3xf64>, tensor<6x2x2x2xf64>) -> tensor<2x4x4x3xf64>
  return %dx : tensor<2x4x4x3xf64>
}

func.func @convolution_backward_weights_grouped(%x: tensor<2x4x4x3xf64>, %dy: tensor<2x6x4x3xf64>) -> tensor<6x2x2x2xf64> {
  %dw = neap.convolution_backward_weights %x, %dy kernel [2, 2] strides [1, 1] dilations [1, 1] pads [1, 0] to [0, 1] group 2
      : (tensor<2x4x4x3xf64>, tensor<2x6x4x3xf64>) -> tensor<6x2x2x2xf64>
  return %dw : tensor<6x2x2x2xf64>
}

func.func @convolution_depthwise(%x: tensor<1x3x5x5xf64>, %w: tensor<3x1x3x3xf64>) -> tensor<1x3x3x5xf64> {
  %y = neap.convolution %x, %w strides [2, 1] dilations [1, 1] pads [1, 1] to [1, 1] group 3
      : (tensor<1x3x5x5xf64>, tensor<3x1x3x3xf64>) -> tensor<1x3x3x5xf64>
  return %y : tensor<1x3x3x5xf64>
}

func.func @convolution_backward_data_depthwise(%dy: tensor<1x3x3x5xf64>, %w: tensor<3x1x3x3xf64>) -> tensor<1x3x5x5xf64> {
  %dx = neap.convolution_backward_data %dy, %w size [5, 5] strides [2, 1] dilations [1, 1] pads [1, 1] to [1, 1] group 3
      : (tensor<1x3x3x5xf64>, tensor<3x1x3x3xf64>) -> tensor<1x3x5x5xf64>
  return %dx : tensor<1x3x5x5xf64>
}

func.func @convolution_backward_weights_depthwise(%x: tensor<1x3x5x5xf64>, %dy: tensor<1x3x3x5xf64>) -> tensor<3x1x3x3xf64> {
  %dw = neap.convolution_backward_weights %x, %dy kernel [3, 3] strides [2, 1] dilations [1, 1] pads [1, 1] to [1, 1] group 3
      : (tensor<1x3x5x5xf64>, tensor<1x3x3x5xf64>) -> tensor<3x1x3x3xf64>
  return %dw : tensor<3x1x3x3xf64>
}

func.func @convolution_depthwise_with_multiplier(%x: tensor<1x2x4x4xf64>, %w: tensor<4x1x3x3xf64>) -> tensor<1x4x4x4xf64> {
  %y = neap.convolution %x, %w strides [1, 1] dilations [1, 1] pads [1, 1] to [1, 1] group 2
      : (tensor<1x2x4x4xf64>, tensor<4x1x3x3xf64>) -> tensor<1x4x4x4xf64>
  return %y : tensor<1x4x4x4xf64>
}

func.func @convolution_backward_data_depthwise_with_multiplier(%dy: tensor<1x4x4x4xf64>, %w: tensor<4x1x3x3xf64>) -> tensor<1x2x4x4xf64> {
  %dx = neap.convolution_backward_data %dy, %w size [4, 4] strides [1, 1] dilations [1, 1] pads [1, 1] to [1, 1] group 2
      : (tensor<1x4x4x4xf64>, tensor<4x1x3x3xf64>) -> tensor<1x2x4x4xf64>
  return %dx : tensor<1x2x4x4xf64>
}

func.func @convolution_backward_weights_depthwise_with_multiplier(%x: tensor<1x2x4x4xf64>, %dy: tensor<1x4x4x4xf64>) -> tensor<4x1x3x3xf64> {
  %dw = neap.convolution_backward_weights %x, %dy kernel [3, 3] strides [1, 1] dilations [1, 1] pads [1, 1] to [1, 1] group 2
      : (tensor<1x2x4x4xf64>, tensor<1x4x4x4xf64>) -> tensor<4x1x3x3xf64>
  return %dw : tensor<4x1x3x3xf64>
}

func.func @convolution_pointwise(%x: tensor<2x3x3x3xf64>, %w: tensor<4x3x1x1xf64>) -> tensor<2x4x3x3xf64> {
  %y = neap.convolution %x, %w strides [1, 1] dilations [1, 1] pads [0, 0] to [0, 0] group 1
      : (tensor<2x3x3x3xf64>, tensor<4x3x1x1xf64>) -> tensor<2x4x3x3xf64>
  return %y : tensor<2x4x3x3xf64>
}

func.func @convolution_backward_data_pointwise(%dy: tensor<2x4x3x3xf64>, %w: tensor<4x3x1x1xf64>) -> tensor<2x3x3x3xf64> {
  %dx = neap.convolution_backward_data %dy, %w size [3, 3] strides [1, 1] dilations [1, 1] pads [0, 0] to [0, 0] group 1
      : (tensor<2x4x3x3xf64>, tensor<4x3x1x1xf64>) -> tensor<2x3x3x3xf64>
  return %dx : tensor<2x3x3x3xf64>
}

func.func @convolution_backward_weights_pointwise(%x: tensor<2x3x3x3xf64>, %dy: tensor<2x4x3x3xf64>) -> tensor<4x3x1x1xf64> {
  %dw = neap.convolution_backward_weights %x, %dy kernel [1, 1] strides [1, 1] dilations [1, 1] pads [0, 0] to [0, 0] group 1
      : (tensor<2x3x3x3xf64>, tensor<2x4x3x3xf64>) -> tensor<4x3x1x1xf64>
  return %dw : tensor<4x3x1x1xf64>
}

func.func @convolution_pointwise_strided(%x: tensor<1x3x5x5xf64>, %w: tensor<4x3x1x1xf64>) -> tensor<1x4x3x3xf64> {
  %y = neap.convolution %x, %w strides [2, 2] dilations [1, 1] pads [0, 0] to [0, 0] group 1
      : (tensor<1x3x5x5xf64>, tensor<4x3x1x1xf64>) -> tensor<1x4x3x3xf64>
  return %y : tensor<1x4x3x3xf64>
}

func.func @convolution_backward_data_pointwise_strided(%dy: tensor<1x4x3x3xf64>, %w: tensor<4x3x1x1xf64>) -> tensor<1x3x5x5xf64> {
  %dx = neap.convolution_backward_data %dy, %w size [5, 5] strides [2, 2] dilations [1, 1] pads [0, 0] to [0, 0] group 1
      : (tensor<1x4x3x3xf64>, tensor<4x3x1x1xf64>) -> tensor<1x3x5x5xf64>
  return %dx : tensor<1x3x5x5xf64>
}

func.func @convolution_backward_weights_pointwise_strided(%x: tensor<1x3x5x5xf64>, %dy: tensor<1x4x3x3xf64>) -> tensor<4x3x1x1xf64> {
  %dw = neap.convolution_backward_weights %x, %dy kernel [1, 1] strides [2, 2] dilations [1, 1] pads [0, 0] to [0, 0] group 1
      : (tensor<1x3x5x5xf64>, tensor<1x4x3x3xf64>) -> tensor<4x3x1x1xf64>
  return %dw : tensor<4x3x1x1xf64>
}

func.func @convolution_whole_input(%x: tensor<1x2x3x4xf64>, %w: tensor<3x2x3x4xf64>) -> tensor<1x3x1x1xf64> {
  %y = neap.convolution %x, %w strides [1, 1] dilations [1, 1] pads [0, 0] to [0, 0] group 1
      : (tensor<1x2x3x4xf64>, tensor<3x2x3x4xf64>) -> tensor<1x3x1x1xf64>
  return %y : tensor<1x3x1x1xf64>
}

func.func @convolution_backward_data_whole_input(%dy: tensor<1x3x1x1xf64>, %w: tensor<3x2x3x4xf64>) -> tensor<1x2x3x4xf64> {
  %dx = neap.convolution_backward_data %dy, %w size [3, 4] strides [1, 1] dilations [1, 1] pads [0, 0] to [0, 0] group 1
      : (tensor<1x3x1x1xf64>, tensor<3x2x3x4xf64>) -> tensor<1x2x3x4xf64>
  return %dx : tensor<1x2x3x4xf64>
}

func.func @convolution_backward_weights_whole_input(%x: tensor<1x2x3x4xf64>, %dy: tensor<1x3x1x1xf64>) -> tensor<3x2x3x4xf64> {
  %dw = neap.convolution_backward_weights %x, %dy kernel [3, 4] strides [1, 1] dilations [1, 1] pads [0, 0] to [0, 0] group 1
      : (tensor<1x2x3x4xf64>, tensor<1x3x1x1xf64>) -> tensor<3x2x3x4xf64>
  return %dw : tensor<3x2x3x4xf64>
}

func.func @convolution_line(%x: tensor<2x3x7xf64>, %w: tensor<2x3x3xf64>) -> tensor<2x2x3xf64> {
  %y = neap.convolution %x, %w strides [2] dilations [1] pads [1] to [0] group 1
      : (tensor<2x3x7xf64>, tensor<2x3x3xf64>) -> tensor<2x2x3xf64>
  return %y : tensor<2x2x3xf64>
}

func.func @convolution_backward_data_line(%dy: tensor<2x2x3xf64>, %w: tensor<2x3x3xf64>) -> tensor<2x3x7xf64> {
  %dx = neap.convolution_backward_data %dy, %w size [7] strides [2] dilations [1] pads [1] to [0] group 1
      : (tensor<2x2x3xf64>, tensor<2x3x3xf64>) -> tensor<2x3x7xf64>
  return %dx : tensor<2x3x7xf64>
}

func.func @convolution_backward_weights_line(%x: tensor<2x3x7xf64>, %dy: tensor<2x2x3xf64>) -> tensor<2x3x3xf64> {
  %dw = neap.convolution_backward_weights %x, %dy kernel [3] strides [2] dilations [1] pads [1] to [0] group 1
      : (tensor<2x3x7xf64>, tensor<2x2x3xf64>) -> tensor<2x3x3xf64>
  return %dw : tensor<2x3x3xf64>
}

func.func @convolution_volume(%x: tensor<1x2x3x4x3xf64>, %w: tensor<2x2x2x2x3xf64>) -> tensor<1x2x3x2x3xf64> {
  %y = neap.convolution %x, %w strides [1, 2, 1] dilations [1, 1, 1] pads [1, 0, 1] to [0, 1, 1] group 1
      : (tensor<1x2x3x4x3xf64>, tensor<2x2x2x2x3xf64>) -> tensor<1x2x3x2x3xf64>
  return %y : tensor<1x2x3x2x3xf64>
}

func.func @convolution_backward_data_volume(%dy: tensor<1x2x3x2x3xf64>, %w: tensor<2x2x2x2x3xf64>) -> tensor<1x2x3x4x3xf64> {
  %dx = neap.convolution_backward_data %dy, %w size [3, 4, 3] strides [1, 2, 1] dilations [1, 1, 1] pads [1, 0, 1] to [0, 1, 1] group 1
      : (tensor<1x2x3x2x3xf64>, tensor<2x2x2x2x3xf64>) -> tensor<1x2x3x4x3xf64>
  return %dx : tensor<1x2x3x4x3xf64>
}

func.func @convolution_backward_weights_volume(%x: tensor<1x2x3x4x3xf64>, %dy: tensor<1x2x3x2x3xf64>) -> tensor<2x2x2x2x3xf64> {
  %dw = neap.convolution_backward_weights %x, %dy kernel [2, 2, 3] strides [1, 2, 1] dilations [1, 1, 1] pads [1, 0, 1] to [0, 1, 1] group 1
      : (tensor<1x2x3x4x3xf64>, tensor<1x2x3x2x3xf64>) -> tensor<2x2x2x2x3xf64>
  return %dw : tensor<2x2x2x2x3xf64>
}

func.func @convolution_volume_grouped(%x: tensor<1x2x3x3x3xf64>, %w: tensor<2x1x2x2x2xf64>) -> tensor<1x2x2x2x2xf64> {
  %y = neap.convolution %x, %w strides [1, 1, 1] dilations [1, 2, 1] pads [0, 1, 0] to [0, 0, 0] group 2
      : (tensor<1x2x3x3x3xf64>, tensor<2x1x2x2x2xf64>) -> tensor<1x2x2x2x2xf64>
  return %y : tensor<1x2x2x2x2xf64>
}

func.func @convolution_backward_data_volume_grouped(%dy: tensor<1x2x2x2x2xf64>, %w: tensor<2x1x2x2x2xf64>) -> tensor<1x2x3x3x3xf64> {
  %dx = neap.convolution_backward_data %dy, %w size [3, 3, 3] strides [1, 1, 1] dilations [1, 2, 1] pads [0, 1, 0] to [0, 0, 0] group 2
      : (tensor<1x2x2x2x2xf64>, tensor<2x1x2x2x2xf64>) -> tensor<1x2x3x3x3xf64>
  return %dx : tensor<1x2x3x3x3xf64>
}

func.func @convolution_backward_weights_volume_grouped(%x: tensor<1x2x3x3x3xf64>, %dy: tensor<1x2x2x2x2xf64>) -> tensor<2x1x2x2x2xf64> {
  %dw = neap.convolution_backward_weights %x, %dy kernel [2, 2, 2] strides [1, 1, 1] dilations [1, 2, 1] pads [0, 1, 0] to [0, 0, 0] group 2
      : (tensor<1x2x3x3x3xf64>, tensor<1x2x2x2x2xf64>) -> tensor<2x1x2x2x2xf64>
  return %dw : tensor<2x1x2x2x2xf64>
}
